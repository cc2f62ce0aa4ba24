import { afterEach, expect, test, vi } from "vitest";
import {
  connectPort,
  type PortConnection,
  servePort,
  type PortServerOptions,
} from "../src/index.ts";
import { EchoRunner } from "@lutra-internal/testing";
import { program } from "@lutra-internal/testing/programs";

const open: { close(): void }[] = [];

afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

interface Served {
  readonly runner: EchoRunner;
  readonly connection: PortConnection;
  /** The client's end. */
  readonly port: MessagePort;
}

function served(options: PortServerOptions = {}): Served {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  const runner = new EchoRunner();
  return { runner, connection: servePort(runner, port1, options), port: port2 };
}

test.each([
  ["a foreign message", { hello: 1 }],
  ["a number", 1],
  ["a batch of broken length", new Uint8Array(20)],
  ["an unknown kind", record(7, 0, 0)],
  ["a response", [record(5, 0, 0xffffffff), { request: "execute", display: "x" }]],
  ["a program that is no bytes", [record(0, 0, 0xffffffff), "x"]],
  ["an input that is cut off", record(1, 0, 0xfffffff0)],
  ["a missing value", record(1, 0, 0xffffffff)],
])("%s ends the connection with PROTOCOL_ERROR, and the client is told", async (_, message) => {
  const { runner, connection, port } = served();
  const client = connectPort(port);
  await client.prepare(program);
  port.postMessage(message);
  expect(await connection.closed).toMatchObject({ code: "PROTOCOL_ERROR" });
  expect(await client.closed).toMatchObject({ code: "PROTOCOL_ERROR" });
  expect(runner.releases).toBe(1);
});

test("a connection that is destroyed again says its end once", async () => {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  const post = vi.spyOn(port1, "postMessage");
  const connection = servePort(new EchoRunner(), port1);
  for (let i = 0; i < 3; i++) connection.destroy();
  await connection.closed;
  expect(post.mock.calls.filter(([message]) => message.lutra === "close")).toHaveLength(1);
});

test("a program that is no program is answered with DECODE_ERROR", async () => {
  const { port } = served();
  await using client = connectPort(port);
  const broken = { kind: "bytecodeLt", bytes: new Uint8Array([9]) } as const;
  await expect(client.prepare(broken)).rejects.toMatchObject({ code: "DECODE_ERROR" });
  expect(await client.getInterface()).toBe("func f(): Int64");
});

test("an abort of an unknown request does nothing", async () => {
  const { port } = served();
  await using client = connectPort(port);
  await client.getInterface();
  port.postMessage(record(6, 1234, 0));
  expect(await client.getInterface()).toBe("func f(): Int64");
});

test.each([
  [undefined, 1 << 16],
  [false, 1 << 16],
  [true, 0],
])(
  "with transfer %s, a runner has %d bytes left of its output of 64 KiB",
  async (transfer, left) => {
    const kept = new Uint8Array(1 << 16);
    const { runner, port } = served({ transfer });
    runner.execute = async () => kept;
    await using client = connectPort(port);
    const output = await client.execute(await client.prepare(program), new Uint8Array());
    expect(output.length).toBe(1 << 16);
    expect(kept.length).toBe(left);
  },
);

test("a client that comes after the server has said that it serves is told again", async () => {
  const { port } = served();
  await new Promise((resolve) => port.addEventListener("message", resolve, { once: true }));
  await using client = connectPort(port);
  expect(await client.getInterface()).toBe("func f(): Int64");
});

test("only a client that connects is told again that it is served", async () => {
  const { port } = served();
  const told: unknown[] = [];
  const isClosed = new Promise<void>((resolve) => {
    port.addEventListener("message", ({ data: message }) => {
      told.push(message.lutra);
      if (message.lutra === "close") resolve();
    });
  });
  for (const message of [{ lutra: "ready" }, { lutra: "connect" }, "the end"])
    port.postMessage(message);
  await isClosed;
  expect(told).toEqual(["ready", "ready", "close"]);
});

test("by default, 64 requests run at a time and 65,536 wait", async () => {
  const { runner, port } = served();
  await using client = connectPort(port);
  const prepared = await client.prepare(program);
  runner.hold = true;
  const calls = Array.from({ length: 64 + 65_536 + 1 }, () =>
    client.execute(prepared, new Uint8Array([1])),
  );
  await expect(calls.at(-1)).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
  expect(runner.held.length).toBe(64);
  runner.hold = false;
  for (const { finish } of runner.held) finish();
  expect(
    (await Promise.allSettled(calls)).filter(({ status }) => status === "rejected").length,
  ).toBe(1);
});

test("no more than maxInFlight requests run at a time; the others wait", async () => {
  const { runner, port } = served({ maxInFlight: 3 });
  await using client = connectPort(port);
  const prepared = await client.prepare(program);
  runner.hold = true;
  const calls = Array.from({ length: 10 }, (_, i) => client.execute(prepared, new Uint8Array([i])));
  for (let finished = 0; finished < 10; finished++) {
    await expect.poll(() => runner.held.length).toBe(Math.min(10, finished + 3));
    runner.held[finished]?.finish();
  }
  expect((await Promise.all(calls)).map(([first]) => first)).toEqual([...Array(10).keys()]);
});

test("beyond maxWaiting requests are refused, but a release never is", async () => {
  const { runner, port } = served({ maxInFlight: 1, maxWaiting: 1 });
  await using client = connectPort(port);
  const [held, spare] = await Promise.all([client.prepare(program), client.prepare(program)]);
  runner.hold = true;
  const calls = [1, 2, 3].map((i) => client.execute(held, new Uint8Array([i])));
  const release = client.release(spare);
  await expect(calls[2]).rejects.toMatchObject({
    code: "LIMIT_EXCEEDED",
    message: expect.stringContaining("maxWaiting") as unknown,
  });
  runner.held[0]?.finish();
  await expect.poll(() => runner.held.length).toBe(2);
  runner.held[1]?.finish();
  await Promise.all([calls[0], calls[1], release]);
  expect(runner.releases).toBe(1);
});

test("close answers what has arrived, then ends; later requests are refused", async () => {
  const { runner, connection, port } = served();
  const client = connectPort(port);
  const prepared = await client.prepare(program);
  runner.hold = true;
  const call = client.execute(prepared, new Uint8Array([1]));
  await expect.poll(() => runner.held.length).toBe(1);
  const closed = connection.close();
  await expect(client.getInterface()).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  runner.held[0]?.finish();
  expect(await call).toEqual(new Uint8Array([1]));
  await closed;
  expect(await client.closed).toMatchObject({ code: "CONNECTION_CLOSED" });
  expect(runner).toMatchObject({ releases: 1, shutdowns: 0 });
});

test("destroy aborts what is in flight", async () => {
  const { runner, connection, port } = served();
  const client = connectPort(port);
  const prepared = await client.prepare(program);
  runner.hold = true;
  const call = client.execute(prepared, new Uint8Array([1]));
  await expect.poll(() => runner.held.length).toBe(1);
  connection.destroy();
  await expect(call).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  expect(await connection.closed).toBeUndefined();
  expect(runner).toMatchObject({ aborts: 1, releases: 1 });
});

test("a client that closes its port ends the connection", async () => {
  const { runner, connection, port } = served();
  const client = connectPort(port);
  await client.prepare(program);
  port.close();
  expect(await connection.closed).toMatchObject({ code: "CONNECTION_CLOSED" });
  expect(runner.releases).toBe(1);
});

test("limits out of range are refused", () => {
  expect(() => served({ maxInFlight: 0 })).toThrow(RangeError);
  expect(() => served({ maxWaiting: -1 })).toThrow(RangeError);
  expect(() => served({ maxPrograms: 0 })).toThrow(RangeError);
});

/** Returns a record without its bytes. */
function record(kind: number, id: number, length: number): Uint8Array {
  return new Uint8Array(new Uint32Array([kind, id, 0, length]).buffer);
}
