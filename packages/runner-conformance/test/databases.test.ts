import { fileURLToPath } from "node:url";
import { MessageChannel, Worker } from "node:worker_threads";
import { createDataFolder, usePglite } from "@lutra-internal/testing/pglite";
import { connect, type BinaryListener, listen } from "@lutra/runner-binary/node";
import { connectPort, createChannel } from "@lutra/runner-channel";
import type { ProgramKind, Run } from "@lutra/runner-core";
import { openDuckDb } from "@lutra/runner-duckdb/node";
import { HttpClient } from "@lutra/runner-http";
import { type HttpListener, listen as listenHttp } from "@lutra/runner-http/node";
import { PosixClient } from "@lutra/runner-posix";
import { PostgresRunner } from "@lutra/runner-postgres";
import { createPgliteAdapter } from "@lutra/runner-postgres/pglite";
import { afterAll, beforeAll, describe, test } from "vitest";
import { runnerCases } from "../src/index.ts";
import { describeCases } from "../src/vitest.ts";
import { keptOpen } from "./kept-open.ts";
import type { DatabaseWorkerData } from "./served/database-worker.ts";

const database = usePglite();

const runners = [
  {
    name: "PostgreSQL, embedded",
    kind: "sqlPostgres",
    url: "pglite",
    open: async () => new PostgresRunner(createPgliteAdapter(database())),
  },
  { name: "DuckDB", kind: "sqlDuckDb", url: "duckdb", open: () => openDuckDb() },
] as const;

for (const { name, kind, url, open } of runners) {
  describeCases({ describe, test }, name, runnerCases(kind), { kind, connect: open });
  describeServed(name, kind, open);
  describeWorker(name, kind, url);
  describeExecutable(name, kind, url);
}

/** Registers the same over connections to one server of each transport that a test can start in this process. */
function describeServed(name: string, kind: ProgramKind, open: () => Promise<Run>): void {
  const cases = runnerCases(kind);
  let runner: Run;
  let tcp: BinaryListener;
  let http: HttpListener;
  beforeAll(async () => {
    runner = await open();
    tcp = await listen(runner);
    http = await listenHttp(runner, { allowAnyone: true });
  });
  afterAll(async () => {
    await tcp.close();
    await http.close();
    await runner.shutdown();
  });
  describeCases({ describe, test }, `${name} by channel`, cases, {
    kind,
    connect: async () => createChannel(runner).client,
  });
  describeCases({ describe, test }, `${name} by binary TCP`, cases, {
    kind,
    connect: () => connect({ port: tcp.port }),
  });
  describeCases({ describe, test }, `${name} by http`, cases, {
    kind,
    connect: async () => new HttpClient(`http://${http.address}`),
  });
}

/** Registers the same on a worker, over a pair of ports a case. */
function describeWorker(name: string, kind: ProgramKind, url: DatabaseWorkerData["url"]): void {
  let worker: Worker;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    const data = await createDataFolder();
    remove = data.remove;
    worker = new Worker(file("packages/runner-conformance/test/served/database-worker.ts"), {
      workerData: { url, folder: data.folder } satisfies DatabaseWorkerData,
      execArgv: ["--conditions=@lutra/source", "--import", file("scripts/load-typescript.mjs")],
    });
  });
  afterAll(async () => {
    await worker.terminate();
    await remove();
  });
  describeCases({ describe, test }, `${name} by worker`, runnerCases(kind), {
    kind,
    async connect() {
      const { port1, port2 } = new MessageChannel();
      worker.postMessage(port2, [port2]);
      return connectPort(port1);
    },
  });
}

/**
 * Registers the same on a process that serves it on its standard streams. All cases but those that end it share one.
 */
function describeExecutable(name: string, kind: ProgramKind, url: string): void {
  const args = [file("scripts/run-source.mjs"), file("packages/runner-cli/src/main.ts")];
  const command = process.execPath;
  const start = (): PosixClient =>
    new PosixClient({ command, args: [...args, "serve", "--runner", url, "--stdio"] });
  let shared: PosixClient | undefined;
  afterAll(() => shared?.shutdown());
  const endings = runnerCases(kind).filter(({ group }) => group === "shutdown");
  const others = runnerCases(kind).filter((each) => !endings.includes(each));
  // A process with a database in it starts slowly on a busy machine: the limit is against hangs only.
  const options = { timeoutMs: 300_000 };
  const kept = { kind, connect: async (): Promise<Run> => keptOpen((shared ??= start())) };
  describeCases({ describe, test }, `${name} by posix`, others, kept, options);
  const fresh = { kind, connect: async (): Promise<Run> => start() };
  describeCases({ describe, test }, `${name} by posix`, endings, fresh, options);
}

/** Returns the path of a file of the workspace. */
function file(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}
