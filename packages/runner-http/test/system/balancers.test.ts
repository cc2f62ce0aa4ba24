import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "@lutra-internal/testing";
import { afterEach, describe, expect, test } from "vitest";
import { HttpClient } from "../../src/index.ts";
import { type HttpListener, listen, nodeExchange } from "../../src/node.ts";
import { atEnd, cleanUp } from "../support/exchanges.ts";
import { CountingRunner, identity } from "../support/running.ts";

// Replicas that are replaced one after the other behind real balancers, with the configurations of examples/replicas.

afterEach(cleanUp);

interface Balancer {
  readonly command: string;
  readonly file: string;
  readonly args: (configuration: string, folder: string) => readonly string[];
}

const balancers: readonly Balancer[] = [
  { command: "haproxy", file: "haproxy.cfg", args: (file) => ["-f", file] },
  {
    command: "nginx",
    file: "nginx.conf",
    args: (file, folder) => ["-p", folder, "-c", file, "-g", "daemon off; pid nginx.pid; error_log stderr;"],
  },
]; // prettier-ignore

// Debian keeps servers off the path.
const path = `${process.env["PATH"]}:/usr/sbin`;
const isInstalled = (command: string): boolean =>
  spawnSync(command, ["-v"], { env: { PATH: path } }).status === 0;

const serve = (runner: CountingRunner, port = 0): Promise<HttpListener> =>
  listen(runner, { allowAnyone: true, port });

async function unusedPort(): Promise<number> {
  const listener = await serve(new CountingRunner());
  await listener.close();
  return listener.port;
}

/** Starts a balancer with its configuration from the examples, but for the ports. Returns the port that it listens on. */
async function start(
  { command, file, args }: Balancer,
  replicas: readonly HttpListener[],
): Promise<number> {
  const source = new URL(`../../../../examples/replicas/${file}`, import.meta.url);
  const port = await unusedPort();
  let text = (await readFile(source, "utf8")).replace("127.0.0.1:8080", `127.0.0.1:${port}`);
  for (const [i, { address }] of replicas.entries()) {
    text = text.replace(new RegExp(`(server .*)127\\.0\\.0\\.1:1910${i + 1}`), `$1${address}`);
  }
  const folder = await mkdtemp(join(tmpdir(), "lutra-balancer-"));
  atEnd(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, file), text);
  const child = spawn(command, args(join(folder, file), folder), {
    env: { PATH: path },
    stdio: ["ignore", "inherit", "inherit"],
  });
  atEnd(() => ended(child));
  await until(() => fetch(`http://127.0.0.1:${port}/health`).then((a) => a.ok, () => false)); // prettier-ignore
  return port;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await exit;
}

describe.each(balancers)("$command", (balancer) => {
  test.skipIf(!isInstalled(balancer.command))(
    "loses no call while its replicas are replaced, and none runs twice",
    async () => {
      const runners = Array.from({ length: 6 }, () => new CountingRunner());
      const replicas = await Promise.all(runners.slice(0, 3).map((runner) => serve(runner)));
      atEnd(() => Promise.all(replicas.map((replica) => replica.close(0))));
      const port = await start(balancer, replicas);
      const exchange = nodeExchange();
      atEnd(() => exchange.close());
      const client = new HttpClient(`http://127.0.0.1:${port}`, { exchange });
      const prepared = await client.prepare(identity);
      let isOver = false;
      let calls = 0;
      const callers = Array.from({ length: 8 }, async (_, caller) => {
        for (let i = 0; !isOver; i++) {
          const input = new Uint8Array([caller, i & 255]);
          expect(await client.execute(prepared, input)).toEqual(input);
          calls++;
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
      });
      const replaced = (async () => {
        for (const [i, replica] of replicas.entries()) {
          await replica.drain({ ms: 2000 });
          const runner = runners[3 + i] as CountingRunner;
          replicas[i] = await serve(runner, replica.port);
          // Before the next one goes, the balancer sends calls here.
          await until(() => runner.started > 0);
        }
      })().finally(() => (isOver = true));
      await Promise.all([replaced, ...callers]);
      expect(runners.reduce((sum, { started }) => sum + started, 0)).toBe(calls);
    },
  );
});
