import { bytes } from "@lutra/bin";
import { RunnerError, typedProgram } from "@lutra/runner-core";
import { afterEach, expect, test } from "vitest";
import {
  connectPort,
  type PortClientOptions,
  type PortClient,
  type PortConnection,
  type PortLike,
  servePort,
  type PortServerOptions,
} from "../src/index.ts";
import { EchoRunner } from "@lutra-internal/testing";
import { program, refusedProgram } from "@lutra-internal/testing/programs";

const open: { close(): void }[] = [];

afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

/** Returns both ends of a fresh port; they are closed when the test has ended. */
function ports(): MessageChannel {
  const channel = new MessageChannel();
  open.push(channel.port1, channel.port2);
  return channel;
}

interface Connected {
  readonly runner: EchoRunner;
  readonly client: PortClient;
  readonly connection: PortConnection;
}

function connected(options: PortClientOptions & PortServerOptions = {}): Connected {
  const { port1, port2 } = ports();
  const runner = new EchoRunner();
  const connection = servePort(runner, port1, options);
  return { runner, connection, client: connectPort(port2, options) };
}

/** Counts what a port posts. */
function counting(port: MessagePort): { readonly port: PortLike; readonly posted: unknown[] } {
  const posted: unknown[] = [];
  const post = port.postMessage.bind(port);
  port.postMessage = (message: unknown, transfer?: unknown) => {
    posted.push(message);
    post(message, transfer as Transferable[]);
  };
  return { port, posted };
}

test("run takes one message each way", async () => {
  const { port1, port2 } = ports();
  const runner = new EchoRunner();
  const [server, client] = [counting(port1), counting(port2)];
  servePort(runner, server.port);
  await using run = connectPort(client.port);
  await run.getInterface();
  const before = client.posted.length;
  const value = new Uint8Array([1, 2, 3]);
  expect(await run.run(typedProgram(program, bytes, bytes), value)).toEqual(value);
  expect(client.posted.length - before).toBe(1);
  expect(runner).toMatchObject({ prepares: 1, executes: 1, releases: 1 });
});

test("calls of one tick travel as one message, and find their answers", async () => {
  const { port1, port2 } = ports();
  const client = counting(port2);
  servePort(new EchoRunner(), port1);
  await using run = connectPort(client.port);
  const prepared = await run.prepare(program);
  const before = client.posted.length;
  const inputs = Array.from({ length: 64 }, (_, i) => new Uint8Array(i).fill(i));
  const outputs = await Promise.all(inputs.map((input) => run.execute(prepared, input)));
  expect(outputs).toEqual(inputs);
  expect(client.posted.length - before).toBe(1);
});

test.each([0, 1, 7, 8, 9, 4096, 32_767, 32_768, 1 << 20])(
  "an input of %d bytes comes back, and is still the caller's",
  async (length) => {
    const { client } = connected();
    await using run = client;
    const prepared = await run.prepare(program);
    const input = new Uint8Array(length).fill(7);
    const output = await run.execute(prepared, input);
    // Item by item, `toEqual` takes seconds.
    expect(Buffer.compare(output, new Uint8Array(length).fill(7))).toBe(0);
    expect(input.length).toBe(length);
  },
);

test("with transfer, a large input that fills its buffer is handed over, another is not", async () => {
  const { client } = connected({ transfer: true });
  await using run = client;
  const prepared = await run.prepare(program);
  const whole = new Uint8Array(40_000).fill(1);
  const part = new Uint8Array(50_000).fill(2).subarray(8, 40_008);
  const small = new Uint8Array(100).fill(3);
  const outputs = await Promise.all(
    [whole, part, small].map((input) => run.execute(prepared, input)),
  );
  expect(outputs).toEqual([
    new Uint8Array(40_000).fill(1),
    new Uint8Array(40_000).fill(2),
    new Uint8Array(100).fill(3),
  ]);
  expect(whole.length).toBe(0);
  expect(part.length).toBe(40_000);
  expect(small.length).toBe(100);
});

test("with transfer, the same input twice in a tick arrives twice", async () => {
  const { client } = connected({ transfer: true });
  await using run = client;
  const prepared = await run.prepare(program);
  const input = new Uint8Array(40_000).fill(1);
  const outputs = await Promise.all([run.execute(prepared, input), run.execute(prepared, input)]);
  expect(outputs.map(({ length }) => length)).toEqual([40_000, 40_000]);
});

test("with transfer, a buffer that cannot be transferred is copied", async () => {
  const { client } = connected({ transfer: true });
  await using run = client;
  const prepared = await run.prepare(program);
  const memory = new WebAssembly.Memory({ initial: 1 });
  const input = new Uint8Array(memory.buffer).fill(5);
  expect(await run.execute(prepared, input)).toEqual(new Uint8Array(65_536).fill(5));
  expect(input.length).toBe(65_536);
});

test("an input in shared memory is copied", async () => {
  const { client } = connected({ transfer: true });
  await using run = client;
  const prepared = await run.prepare(program);
  const input = new Uint8Array(new SharedArrayBuffer(40_000)).fill(9);
  const output = await run.execute(prepared, input);
  expect(output).toEqual(new Uint8Array(40_000).fill(9));
  expect(output.buffer).toBeInstanceOf(ArrayBuffer);
});

test("interface, externals and errors arrive as they are", async () => {
  const { runner, client } = connected();
  await using run = client;
  expect(await run.getInterface()).toBe("func f(): Int64");
  expect(await run.getExternals()).toEqual(["repr:bytecode-lt", "std::fs"]);
  await expect(run.prepare(refusedProgram)).rejects.toMatchObject({
    message: "cannot execute sqlPostgres",
    code: "PREPARE_ERROR",
    cause: new Error("cannot execute sqlPostgres"),
  });
  const cause = Object.assign(new Error("disk full"), { code: "ENOSPC", uncloneable: () => {} });
  runner.getInterface = () =>
    Promise.reject(new RunnerError("cannot look", { code: "MY_CODE", cause }));
  await expect(run.getInterface()).rejects.toMatchObject({
    name: "RunnerError",
    message: "cannot look",
    code: "MY_CODE",
    cause: { message: "disk full", code: "ENOSPC" },
  });
});

test("an abort rejects with its reason at once, and reaches the runner", async () => {
  const { runner, client } = connected();
  await using run = client;
  const prepared = await run.prepare(program);
  runner.hold = true;
  const controller = new AbortController();
  const call = run.execute(prepared, new Uint8Array(), { signal: controller.signal });
  await run.getInterface();
  expect(runner.held).toHaveLength(1);
  const reason = new Error("enough");
  controller.abort(reason);
  await expect(call).rejects.toBe(reason);
  await run.getInterface();
  expect(runner.aborts).toBe(1);
});

test("an abort takes a call that waits for its turn out of the queue", async () => {
  const { runner, client } = connected({ maxInFlight: 1 });
  await using run = client;
  const prepared = await run.prepare(program);
  runner.hold = true;
  const first = run.execute(prepared, new Uint8Array([1]));
  const controller = new AbortController();
  const second = run.execute(prepared, new Uint8Array([2]), { signal: controller.signal });
  controller.abort();
  await expect(second).rejects.toBe(controller.signal.reason);
  await expect.poll(() => runner.held.length).toBe(1);
  runner.held[0]?.finish();
  expect(await first).toEqual(new Uint8Array([1]));
  runner.hold = false;
  expect(await run.execute(prepared, new Uint8Array([3]))).toEqual(new Uint8Array([3]));
  expect(runner.executes).toBe(2);
});

test("calls made before the other side serves wait for it", async () => {
  const { port1, port2 } = ports();
  await using run = connectPort(port2);
  const interfaceText = run.getInterface();
  await new Promise((resolve) => setTimeout(resolve, 20));
  servePort(new EchoRunner(), port1);
  expect(await interfaceText).toBe("func f(): Int64");
});

test("calls wait until the other side serves, in one message", async () => {
  const { port1, port2 } = ports();
  const client = counting(port2);
  await using run = connectPort(client.port);
  const calls = [run.getInterface(), run.getExternals()];
  await new Promise((resolve) => setTimeout(resolve, 1));
  expect(client.posted).toEqual([{ lutra: "connect" }]);
  servePort(new EchoRunner(), port1);
  await Promise.all(calls);
  expect(client.posted.length).toBe(2);
});

test("when nothing serves within startTimeoutMs, calls reject with TIMEOUT", async () => {
  const client = connectPort(ports().port1, { startTimeoutMs: 20 });
  await expect(client.getInterface()).rejects.toMatchObject({
    code: "TIMEOUT",
    message: expect.stringContaining("servePort") as unknown,
  });
  expect(await client.closed).toMatchObject({ code: "TIMEOUT" });
});

test("a port without events is refused", () => {
  expect(() => connectPort({ postMessage: () => {} })).toThrow(TypeError);
});

test("shutdown ends pending calls, closes the port, and releases what the other side held", async () => {
  const { runner, client, connection } = connected();
  const prepared = await client.prepare(program);
  runner.hold = true;
  const call = client.execute(prepared, new Uint8Array());
  await client.shutdown();
  await expect(call).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  expect(await connection.closed).toBeUndefined();
  expect(runner).toMatchObject({ releases: 1, shutdowns: 0 });
});

test("a port that is closed ends pending calls", async () => {
  const { port1, port2 } = ports();
  const runner = new EchoRunner();
  runner.hold = true;
  const connection = servePort(runner, port1);
  const client = connectPort(port2);
  const prepared = await client.prepare(program);
  const call = client.execute(prepared, new Uint8Array());
  port1.close();
  await expect(call).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  expect(await connection.closed).toMatchObject({ code: "CONNECTION_CLOSED" });
  expect(runner.releases).toBe(1);
});

const anError = { request: "getInterface", display: "y" };

test.each([
  ["a foreign message", { hello: 1 }],
  ["text", "x"],
  ["nothing", null],
  ["a list without records", [1, 2]],
  ["a batch of broken length", new Uint8Array(15)],
  ["a cut record", new Uint8Array(8)],
  ["an unknown kind", record(99, 0, 0)],
  ["a request", record(6, 0, 0)],
  ["bytes that are cut off", record(1, 0, 8)],
  ["a missing value", record(5, 0, 0xffffffff)],
  ["a value too many", [record(0, 0, 0), 1]],
  ["an output that is no bytes", [record(1, 0, 0xffffffff), "x"]],
  ["an interface that is no text", [record(3, 0, 0xffffffff), 1]],
  ["externals that are no texts", [record(4, 0, 0xffffffff), [1]]],
  ["an error without text", [record(5, 0, 0xffffffff), { request: "execute" }]],
  ["an error that is null", [record(5, 0, 0xffffffff), null]],
  ["an error for no request", [record(5, 0, 0xffffffff), { request: "x", display: "y" }]],
  ["a request to connect", { lutra: "connect" }],
  ["a farewell with a number", { lutra: "close", reason: 1 }],
  ["a farewell with a number for its code", { lutra: "close", code: 1 }],
  ["a lock whose name is a number", { lutra: "ready", lock: 1 }],
  ["an error with a number", [record(5, 0, 0xffffffff), { ...anError, display: 1 }]],
  ["an error with a number for its code", [record(5, 0, 0xffffffff), { ...anError, code: 1 }]],
])("from a server, %s ends the connection with PROTOCOL_ERROR", async (_, message) => {
  const { port1, port2 } = ports();
  const client = connectPort(port2);
  const call = client.getInterface();
  port1.postMessage({ lutra: "ready" });
  port1.postMessage(message);
  await expect(call).rejects.toMatchObject({ code: "PROTOCOL_ERROR" });
  expect(await client.closed).toMatchObject({ code: "PROTOCOL_ERROR" });
});

test("an answer to nothing is dropped", async () => {
  const { port1, port2 } = ports();
  const client = connectPort(port2);
  port1.postMessage({ lutra: "ready" });
  port1.postMessage(record(0, 77, 0));
  port1.postMessage([record(3, 0, 0xffffffff), "func g(): Int64"]);
  expect(await client.getInterface()).toBe("func g(): Int64");
  await client.shutdown();
});

/** Returns a record without its bytes. */
function record(kind: number, id: number, length: number): Uint8Array {
  return new Uint8Array(new Uint32Array([kind, id, 0, length]).buffer);
}
