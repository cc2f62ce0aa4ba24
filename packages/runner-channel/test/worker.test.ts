import { once } from "node:events";
import { MessageChannel, type Worker } from "node:worker_threads";
import { afterEach, expect, test } from "vitest";
import { connectPort } from "../src/index.ts";
import { program } from "@lutra-internal/testing/programs";
import { startWorker } from "./support/start-worker.ts";

const workers: Worker[] = [];

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
});

function worker(name: string): Worker {
  const started = startWorker(name);
  workers.push(started);
  return started;
}

test("a runner in a worker answers, also to 1 MiB, and its worker exits after shutdown", async () => {
  const thread = worker("echo.ts");
  const exit = once(thread, "exit");
  const client = connectPort(thread, { transfer: true });
  const prepared = await client.prepare(program);
  const large = new Uint8Array(1 << 20);
  const outputs = await Promise.all([
    client.execute(prepared, new Uint8Array(10)),
    client.execute(prepared, large),
  ]);
  expect(outputs.map(({ length }) => length)).toEqual([10, 1 << 20]);
  expect(large.length).toBe(0);
  await client.shutdown();
  expect(await exit).toEqual([0]);
});

test.each([
  ["exits", 1, "the worker exited with code 3", undefined],
  ["throws", 2, "the worker failed: out of hand", { name: "RangeError", message: "out of hand" }],
])("a worker that %s ends every pending call", async (_, command, message, cause) => {
  const client = connectPort(worker("echo.ts"));
  const prepared = await client.prepare(program);
  const calls = [9, 9, command].map((first) => client.execute(prepared, new Uint8Array([first])));
  for (const call of calls) {
    await expect(call).rejects.toMatchObject({
      code: "CONNECTION_CLOSED",
      message: expect.stringContaining(message) as unknown,
      ...(cause !== undefined && { cause }),
    });
  }
  await expect(client.getInterface()).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
});

test("a worker that is terminated ends every pending call", async () => {
  const thread = worker("echo.ts");
  const client = connectPort(thread);
  const prepared = await client.prepare(program);
  const failure = client.execute(prepared, new Uint8Array([9])).catch((error: unknown) => error);
  await thread.terminate();
  expect(await failure).toMatchObject({ code: "CONNECTION_CLOSED" });
});

test("a worker serves as many clients as it is sent ports, and its end is the end of all", async () => {
  const thread = worker("ports.ts");
  const clients = [1, 2, 3].map(() => {
    const { port1, port2 } = new MessageChannel();
    thread.postMessage(port2, [port2]);
    return connectPort(port1);
  });
  const handles = await Promise.all(clients.map((client) => client.prepare(program)));
  const outputs = await Promise.all(
    clients.map((client, i) => client.execute(handles[i]!, new Uint8Array([i]))),
  );
  expect(outputs).toEqual([0, 1, 2].map((i) => new Uint8Array([i])));
  await clients[0]?.shutdown();
  const failures = clients
    .slice(1)
    .map((client, i) =>
      client.execute(handles[i + 1]!, new Uint8Array([9])).catch((error: unknown) => error),
    );
  await thread.terminate();
  expect(await Promise.all(failures)).toMatchObject([
    { code: "CONNECTION_CLOSED" },
    { code: "CONNECTION_CLOSED" },
  ]);
});

test("a worker that throws while it loads ends every pending call with that error", async () => {
  const client = connectPort(worker("broken.ts"));
  await expect(client.prepare(program)).rejects.toMatchObject({
    code: "CONNECTION_CLOSED",
    cause: { message: "no configuration" },
  });
});
