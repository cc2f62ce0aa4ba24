import { Worker } from "node:worker_threads";
import { AsyncRunner } from "@lutra/runner-async";
import { connect, listen } from "@lutra/runner-binary/node";
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
const endings = cases.filter(({ group }) => group === "shutdown");
const others = cases.filter((each) => !endings.includes(each));
const bundles = new Bundles();
afterAll(() => bundles.remove());

describeCases({ describe, test }, "the interpreter", cases, {
  kind,
  connect: async () => servedRunners.interpreter(),
});

describeRemote("the interpreter by a thread that blocks", async () => ({
  connect: async () => new AsyncRunner(new SyncRunner(new Worker(bundles.bundle("sync-worker")))),
  close: async () => {},
}));

describeRemote("the interpreter by a thread that blocks, a queue and a byte stream", async () => {
  const blocking = new SyncRunner(new Worker(bundles.bundle("sync-worker")));
  const listener = await listen(new AsyncRunner(blocking));
  return {
    connect: () => connect({ port: listener.port }),
    async close() {
      await listener.close(0);
      blocking.shutdownSync();
    },
  };
});

for (const { name, serve } of transports(bundles.bundle)) {
  describeRemote(`the interpreter by ${name}`, () => serve("interpreter"));
}

/**
 * Registers the cases. Each one that ends its runner gets its own; the others share one, as starting takes longer than
 * most cases.
 */
function describeRemote(
  title: string,
  serve: () => Promise<Pick<TransportServer, "connect" | "close">>,
): void {
  const servers: Pick<TransportServer, "close">[] = [];
  let shared: Promise<Run> | undefined;
  const connectToOwn = async (): Promise<Run> => {
    const server = await serve();
    servers.push(server);
    return await server.connect();
  };
  afterAll(async () => {
    await (await shared)?.shutdown();
    await Promise.all(servers.map((server) => server.close()));
  });
  describeCases({ describe, test }, title, others, {
    kind,
    connect: async () => keptOpen(await (shared ??= connectToOwn())),
  });
  describeCases({ describe, test }, title, endings, { kind, connect: connectToOwn });
}
