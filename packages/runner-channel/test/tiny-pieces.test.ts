import { program } from "@lutra-internal/testing/programs";
import { createCosts, EchoRunner, until, usedBytes } from "@lutra-internal/testing";
import { afterAll, expect, test } from "vitest";
import { connectPort, servePort } from "../src/index.ts";

/** Maximum memory for each byte of a batch of requests of one byte; both ends are in this process. */
const maxMultiple = 64;
const requests = 20_000;
/** A record's head, and its one byte padded to eight. */
const batchBytes = requests * 24;

const costs = createCosts("requests of one byte, on ports");
afterAll(() => costs.write());

test("requests of one byte that wait take a bounded multiple of their batch, and nothing after their end", async () => {
  const runner = new EchoRunner();
  const { port1, port2 } = new MessageChannel();
  const connection = servePort(runner, port1);
  const client = connectPort(port2);
  const prepared = await client.prepare(program);
  runner.hold = true;
  const before = usedBytes();
  const calls = Array.from({ length: requests }, () =>
    client.execute(prepared, new Uint8Array([1])).then(
      () => {},
      () => {},
    ),
  );
  await until(() => runner.held.length === 64);
  const held = usedBytes() - before;
  costs.note(batchBytes, held);
  expect(held / batchBytes).toBeLessThan(maxMultiple);
  connection.destroy();
  await Promise.all(calls);
  calls.length = 0;
  runner.held.length = 0;
  await client.shutdown();
  expect((usedBytes() - before) / batchBytes).toBeLessThan(4);
});
