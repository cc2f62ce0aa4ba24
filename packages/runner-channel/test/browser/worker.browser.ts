import { programFromBytes } from "@lutra/runner-core";
import { expect, test } from "vitest";
import { connectPort } from "../../src/index.ts";

const program = programFromBytes(new Uint8Array([2, 4, 0, 0, 0]));

test("a runner in a worker answers, also to 1 MiB that is handed over", async () => {
  const worker = new Worker(new URL("./echo-worker.ts", import.meta.url), { type: "module" });
  const client = connectPort(worker, { transfer: true });
  const prepared = await client.prepare(program);
  const inputs = Array.from({ length: 64 }, (_, i) => new Uint8Array([i % 9, i]));
  expect(await Promise.all(inputs.map((input) => client.execute(prepared, input)))).toEqual(inputs);
  const large = new Uint8Array(1 << 20);
  expect((await client.execute(prepared, large)).length).toBe(1 << 20);
  expect(large.length).toBe(0);
  await client.shutdown();
  worker.terminate();
});

test("a worker that is terminated ends its pending calls", async () => {
  const worker = new Worker(new URL("./echo-worker.ts", import.meta.url), { type: "module" });
  const client = connectPort(worker);
  const prepared = await client.prepare(program);
  const failure = client.execute(prepared, new Uint8Array([9])).catch((error: unknown) => error);
  worker.terminate();
  expect(await failure).toMatchObject({ code: "CONNECTION_CLOSED" });
});

test("a worker that throws while it loads ends its pending calls", async () => {
  const worker = new Worker(new URL("./broken-worker.ts", import.meta.url), { type: "module" });
  const client = connectPort(worker);
  await expect(client.prepare(program)).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  worker.terminate();
});
