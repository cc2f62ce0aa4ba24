import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { CheckResult } from "./checks/check.ts";

/** Longest time that all checks of a runtime may take together, in milliseconds. */
const maxMs = 180_000;

/**
 * Runs a file and reads the results that it prints. It is told the words with which it can start other files.
 *
 * @throws Error with what it wrote on standard error if it gives no results
 */
export async function resultsOfProcess(
  command: string,
  options: readonly string[],
  file: string,
): Promise<readonly CheckResult[]> {
  const child = spawn(command, [...options, file, ...options], {
    stdio: ["ignore", "pipe", "pipe"],
    timeout: maxMs,
    killSignal: "SIGKILL",
  });
  const [out, err] = [textOf(child.stdout), textOf(child.stderr)];
  await once(child, "close");
  const line = (await out).trim().split("\n").at(-1) ?? "";
  if (line.startsWith("[")) return JSON.parse(line) as readonly CheckResult[];
  const { exitCode, signalCode } = child;
  throw new Error(`no results (exit ${exitCode ?? signalCode}): ${(await err).slice(-2000)}`);
}

/** Serves `fetch.mjs` of a folder with workerd and asks it for the results. */
export async function fetchFromWorkerd(
  command: string,
  folder: string,
): Promise<readonly CheckResult[]> {
  const config = join(folder, "workerd.capnp");
  writeFileSync(config, workerdConfig);
  // Once it listens, it tells the port on the stream that we name.
  const child = spawn(command, ["serve", config, "--control-fd=3"], {
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  const [, , stderr, control] = child.stdio as unknown as readonly Readable[];
  if (stderr === undefined || control === undefined) throw new Error("workerd has no streams");
  const err = textOf(stderr);
  try {
    const first = await Promise.race([once(control, "data"), once(child, "close")]);
    const port = /"port":\s*(\d+)/.exec(String(first[0]))?.[1];
    if (port === undefined) throw new Error(`workerd does not listen: ${await err}`);
    const signal = AbortSignal.timeout(maxMs);
    const response = await fetch(`http://127.0.0.1:${port}/`, { signal });
    return (await response.json()) as readonly CheckResult[];
  } finally {
    child.kill("SIGKILL");
  }
}

const workerdConfig = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "checks", worker = .checks)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "checks")],
);
const checks :Workerd.Worker = (
  modules = [(name = "fetch", esModule = embed "fetch.mjs")],
  compatibilityDate = "2025-09-01",
);
`;

async function textOf(stream: Readable): Promise<string> {
  let text = "";
  for await (const chunk of stream.setEncoding("utf8")) text += String(chunk);
  return text;
}
