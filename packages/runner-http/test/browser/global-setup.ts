// Servers for the tests in browsers, where none can be started: processes of the command.
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** URL of a server that answers the pages of the tests. */
    readonly httpServer: string;
    /** URL of a server that answers such pages, and has the programs of the examples ready. */
    readonly listingHttpServer: string;
    /** URL of a server that answers no page of another origin. */
    readonly closedHttpServer: string;
  }
}

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const command = ["scripts/run-source.mjs", "packages/runner-cli/src/main.ts", "serve"];
const options = ["--runner", "interpreter", "--http", "127.0.0.1:0", "--allow-anyone"];

/** First port that vitest serves its pages at; it takes a later one if that is taken. */
const firstPort = 63_315;

/** Starts the servers; vitest calls what this returns at the end. */
export async function setup(project: TestProject): Promise<() => void> {
  const origins = Array.from({ length: 50 }, (_, i) => `http://localhost:${firstPort + i}`);
  const open = await startServer(["--origins", origins.join(",")]);
  const programs = "examples/programs/sales-report";
  const listing = await startServer(["--programs", programs, "--origins", origins.join(",")]);
  const closed = await startServer([]);
  project.provide("httpServer", open.url);
  project.provide("listingHttpServer", listing.url);
  project.provide("closedHttpServer", closed.url);
  return () => [open, listing, closed].forEach(({ child }) => child.kill());
}

async function startServer(
  more: readonly string[],
): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const child = spawn(process.execPath, [...command, ...options, ...more], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  for await (const line of createInterface(child.stdout)) {
    const address = /^Listening on (\S+)/.exec(line)?.[1];
    if (address !== undefined) return { url: `http://${address}`, child };
  }
  throw new Error(`the server did not start:\n${errors}`);
}
