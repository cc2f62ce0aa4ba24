import { programFromBytes } from "@lutra/runner-core";
import type { PortLike } from "@lutra/runner-core/transport";
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

test("a worker serves as many clients as it is sent ports, and its end is the end of all", async () => {
  const worker = new Worker(new URL("./ports-worker.ts", import.meta.url), { type: "module" });
  const clients = [1, 2].map(() => {
    const { port1, port2 } = new MessageChannel();
    worker.postMessage(port2, [port2]);
    return connectPort(port1);
  });
  const handles = await Promise.all(clients.map((client) => client.prepare(program)));
  const outputs = await Promise.all(
    clients.map((client, i) => client.execute(handles[i]!, new Uint8Array([0, i]))),
  );
  expect(outputs).toEqual([0, 1].map((i) => new Uint8Array([0, i])));
  const failures = clients.map((client, i) =>
    client.execute(handles[i]!, new Uint8Array([9])).catch((error: unknown) => error),
  );
  worker.terminate();
  expect(await Promise.all(failures)).toMatchObject([
    { code: "CONNECTION_CLOSED" },
    { code: "CONNECTION_CLOSED" },
  ]);
});

test("a worker that throws while it serves ends its pending calls with that error", async () => {
  const worker = new Worker(new URL("./echo-worker.ts", import.meta.url), { type: "module" });
  const client = connectPort(worker);
  const prepared = await client.prepare(program);
  const calls = [9, 10].map((first) => client.execute(prepared, new Uint8Array([first])));
  const ended = new Promise<unknown>((resolve) => {
    worker.addEventListener("message", ({ data }: MessageEvent<object>) => {
      if ("endedBy" in data) resolve(data);
    });
  });
  for (const call of calls) {
    await expect(call).rejects.toMatchObject({
      code: "CONNECTION_CLOSED",
      message: expect.stringContaining("out of hand") as unknown,
    });
  }
  expect(await ended).toEqual({ endedBy: "its client" });
  worker.terminate();
});

test("a worker goes on serving after an uncaught error, if its client does not mind", async () => {
  const worker = new Worker(new URL("./echo-worker.ts", import.meta.url), { type: "module" });
  const failure = new Promise<string>((resolve) => {
    worker.addEventListener("error", ({ message }) => resolve(message));
  });
  const port: PortLike = {
    postMessage: (message, transfer = []) => worker.postMessage(message, [...transfer] as never),
    addEventListener: (type, listener) => {
      if (type !== "error") worker.addEventListener(type, listener);
    },
  };
  const client = connectPort(port);
  const prepared = await client.prepare(program);
  const pending = client.execute(prepared, new Uint8Array([10])).catch((error: unknown) => error);
  expect(await failure).toContain("out of hand");
  expect(await client.execute(prepared, new Uint8Array([1]))).toEqual(new Uint8Array([1]));
  worker.terminate();
  expect(await pending).toMatchObject({ code: "CONNECTION_CLOSED" });
});

test("a worker whose script is not there ends its pending calls", async () => {
  const worker = new Worker(URL.createObjectURL(new Blob(["import './nowhere.js';"])), {
    type: "module",
  });
  const client = connectPort(worker);
  await expect(client.prepare(program)).rejects.toMatchObject({
    code: "CONNECTION_CLOSED",
    message: expect.stringContaining("could not be loaded") as unknown,
  });
  worker.terminate();
});
