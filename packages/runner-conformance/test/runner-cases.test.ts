import { Worker } from "node:worker_threads";
import { AsyncRunner } from "@lutra/runner-async";
import type { Run } from "@lutra/runner-core";
import { SyncRunner } from "@lutra/runner-sync";
import { afterAll, describe, test } from "vitest";
import { runnerCases, type TransportServer } from "../src/index.ts";
import { describeCases } from "../src/vitest.ts";
import { Bundles } from "./bundle.ts";
import { keptOpen } from "./kept-open.ts";
import { servedRunners } from "./served/runners.ts";
import { transports } from "./transports.ts";

const kind = "bytecodeLt";
const cases = runnerCases(kind);
const programs = cases.filter(({ group }) => group === "corpus");
const contract = cases.filter((each) => !programs.includes(each));
const bundles = new Bundles();
afterAll(() => bundles.remove());

describeCases({ describe, test }, "the interpreter", cases, {
  kind,
  connect: async () => servedRunners.interpreter(),
});

describeCases({ describe, test }, "the interpreter by a thread that blocks", contract, {
  kind,
  connect: async () => new AsyncRunner(new SyncRunner(new Worker(bundles.bundle("sync-worker")))),
});

for (const { name, serve } of transports(bundles.bundle)) {
  const servers: TransportServer[] = [];
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.close()));
  });
  const connect = async (): Promise<Run> => {
    const server = await serve("interpreter");
    servers.push(server);
    return await server.connect();
  };
  describeCases({ describe, test }, `the interpreter by ${name}`, contract, { kind, connect });
  // All programs in one process or worker: starting one for each would take longer than the programs.
  let shared: Promise<Run> | undefined;
  describeCases({ describe, test }, `programs by ${name}`, programs, {
    kind,
    connect: async () => keptOpen(await (shared ??= connect())),
  });
}
