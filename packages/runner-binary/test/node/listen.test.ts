import { program } from "@lutra-internal/testing/programs";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect as connectSocket, createServer, type Socket } from "node:net";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { uint8 } from "@lutra/bin";
import { type RunnerError, typedProgram } from "@lutra/runner-core";
import { expect, onTestFinished, test, vi } from "vitest";
import { generationB } from "../../src/index.ts";
import {
  type BinaryListener,
  connect,
  type ConnectOptions,
  listen,
  type ListenOptions,
} from "../../src/node.ts";
import { EchoRunner } from "@lutra-internal/testing";
import { bodies, concat, requestBytes } from "../support/frames.ts";

const typed = typedProgram(program, uint8, uint8);

async function served(
  options: ListenOptions = {},
): Promise<{ runner: EchoRunner; listener: BinaryListener; to: ConnectOptions }> {
  const runner = new EchoRunner();
  const listener = await listen(runner, options);
  onTestFinished(() => listener.close(100));
  const to = listener.port === undefined ? { path: listener.address } : { port: listener.port };
  return { runner, listener, to };
}

async function rawSocket(port: number | undefined): Promise<Socket> {
  const socket = connectSocket({ port: port ?? 0, host: "127.0.0.1" });
  onTestFinished(() => void socket.destroy());
  await once(socket, "connect");
  return socket;
}

test("clients run programs over TCP, side by side", async () => {
  const { runner, listener, to } = await served();
  expect(listener.address).toBe(`127.0.0.1:${listener.port}`);
  const clients = await Promise.all([connect(to), connect(to), connect(to)]);
  for (const client of clients) {
    const handle = await client.prepare(program);
    const inputs = Array.from({ length: 100 }, (_, i) => new Uint8Array([i]));
    const outputs = await Promise.all(inputs.map((input) => client.execute(handle, input)));
    expect(outputs).toEqual(inputs);
  }
  await Promise.all(clients.map((client) => client.shutdown()));
  await vi.waitFor(() => expect(runner.releases).toBe(3));
  expect(runner.shutdowns).toBe(0);
});

test("a client that has sent its last byte still gets its responses", async () => {
  const { runner, listener } = await served();
  runner.hold = true;
  const socket = await rawSocket(listener.port);
  const received: Uint8Array[] = [];
  socket.on("data", (chunk: Uint8Array) => received.push(chunk));
  socket.end(
    requestBytes(
      generationB,
      { kind: "prepare", id: 0, programId: 0, program: program.bytes },
      { kind: "execute", id: 1, programId: 0, input: new Uint8Array([7]) },
    ),
  );
  await vi.waitFor(() => expect(runner.held).toHaveLength(1));
  await sleep(50);
  runner.held[0]?.finish();
  await once(socket, "close");
  expect(bodies(concat(received)).map((body) => generationB.readResponse(body).kind)).toEqual([
    "prepare",
    "execute",
  ]);
});

test("programs of all clients together take at most maxTotalProgramBytes", async () => {
  const estimate = 16_384 + 16 * program.bytes.length;
  const { to } = await served({ maxTotalProgramBytes: 10 * estimate });
  const clients = await Promise.all(Array.from({ length: 4 }, () => connect(to)));
  const prepareThree = (client: (typeof clients)[number]): Promise<unknown>[] =>
    Array.from({ length: 3 }, () => client.prepare(program));
  const outcomes = await Promise.allSettled(clients.flatMap(prepareThree));
  const refused = outcomes.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
  expect(refused).toHaveLength(2);
  for (const error of refused) {
    expect(error).toMatchObject({
      code: "LIMIT_EXCEEDED",
      message: expect.stringContaining("maxTotalProgramBytes") as string,
    });
  }
  // A client that leaves makes room.
  await clients[0]!.shutdown();
  await vi.waitFor(() => Promise.all([1, 2].map(() => clients[1]!.prepare(program))));
  await Promise.all(clients.map((client) => client.shutdown()));
});

test("clients run programs over a Unix socket", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lutra-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "runner.sock");
  const { listener, to } = await served({ path });
  expect(listener).toMatchObject({ address: path, port: undefined });
  await using client = await connect(to);
  expect(await client.run(typed, 7)).toBe(7);
});

test("8 MiB go both ways, several times at once", async () => {
  const { to } = await served();
  await using client = await connect(to);
  const handle = await client.prepare(program);
  const input = new Uint8Array(8 << 20).map((_, i) => i >> 8);
  const outputs = await Promise.all([1, 2, 3].map(() => client.execute(handle, input)));
  for (const output of outputs) expect(Buffer.compare(output, input)).toBe(0);
});

test("a client that ends its side still gets its answers", async () => {
  const { listener } = await served();
  const socket = connectSocket({ port: listener.port ?? 0, allowHalfOpen: true });
  const received: Buffer[] = [];
  socket.on("data", (chunk) => received.push(chunk));
  socket.end(requestBytes(generationB, { kind: "getExternals", id: 1 }));
  await once(socket, "end");
  expect(bodies(concat(received)).map((body) => generationB.readResponse(body))).toMatchObject([
    { kind: "getExternals", id: 1 },
  ]);
  socket.destroy();
});

test("a client that disappears has its calls aborted and its programs released", async () => {
  const { runner, to } = await served({ endGraceMs: 20 });
  runner.hold = true;
  const client = await connect(to);
  const handle = await client.prepare(program);
  const call = client.execute(handle, new Uint8Array([1]));
  await vi.waitFor(() => expect(runner.held).toHaveLength(1));
  // What a process does that dies: no shutdown, the socket just goes.
  Reflect.get(client, "fail").call(client, new Error("killed"));
  await expect(call).rejects.toThrow("killed");
  await vi.waitFor(() => expect(runner).toMatchObject({ aborts: 1, releases: 1 }));
});

test("a server that disappears rejects every call, and leaves no unhandled rejection", async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket.on("error", () => {})));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const client = await connect({ port });
  const calls = [client.getInterface(), client.prepare(program), client.run(typed, 1)];
  await vi.waitFor(() => expect(sockets).toHaveLength(1));
  await sleep(10);
  sockets[0]?.resetAndDestroy();
  for (const call of calls) {
    await expect(call).rejects.toMatchObject({
      code: "CONNECTION_CLOSED",
      message: expect.stringMatching(/lost without any response.*another generation/) as string,
    });
  }
  expect(await client.closed).toMatchObject({ code: "CONNECTION_CLOSED" });
});

test("lengths that are claimed but not sent cost no memory", async () => {
  const { listener } = await served({ maxFrameBytes: 16 << 20 });
  const before = process.memoryUsage();
  const sockets = await Promise.all(Array.from({ length: 200 }, () => rawSocket(listener.port)));
  for (const socket of sockets) socket.write(new Uint8Array([0, 0, 0, 1, 9, 9, 9, 9, 9, 9, 9]));
  await sleep(50);
  const { arrayBuffers } = process.memoryUsage();
  expect((arrayBuffers - before.arrayBuffers) / sockets.length).toBeLessThan(256 * 1024);
});

test("a frame above the limit ends that connection only", async () => {
  const { listener, to } = await served({ maxFrameBytes: 1000 });
  await using client = await connect(to);
  const bad = await rawSocket(listener.port);
  bad.on("error", () => {});
  bad.write(new Uint8Array([0xff, 0xff, 0xff, 0xff]));
  bad.resume();
  await once(bad, "close");
  expect(await client.run(typed, 7)).toBe(7);
});

test("a client that does not read stops being served, and the server's memory is bounded", async () => {
  const limit = 4 << 20;
  const { runner, listener } = await served({ maxInFlightBytes: limit });
  const socket = await rawSocket(listener.port);
  socket.pause();
  const input = new Uint8Array(64 * 1024);
  socket.write(
    requestBytes(
      generationB,
      { kind: "prepare", id: 0, programId: 0, program: program.bytes },
      ...Array.from(
        { length: 500 },
        (_, id) => ({ kind: "execute", id, programId: 0, input }) as const,
      ),
    ),
  );
  let executes = -1;
  await vi.waitFor(
    () => {
      const progressed = runner.executes > executes;
      executes = runner.executes;
      expect(progressed).toBe(false);
    },
    { interval: 100, timeout: 5000 },
  );
  expect(executes).toBeLessThan(500);
  socket.resume();
  await vi.waitFor(() => expect(runner.executes).toBe(500), { timeout: 5000 });
});

test("close answers what runs, refuses new clients and leaves the runner open", async () => {
  const { runner, listener, to } = await served();
  runner.hold = true;
  const client = await connect(to);
  const handle = await client.prepare(program);
  const call = client.execute(handle, new Uint8Array([1]));
  await vi.waitFor(() => expect(runner.held).toHaveLength(1));
  const closed = listener.close();
  expect(listener.close()).toBe(closed);
  await expect(connect(to)).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  runner.held[0]?.finish();
  expect(await call).toEqual(new Uint8Array([1]));
  await closed;
  expect(await client.closed).toMatchObject({ code: "CONNECTION_CLOSED" });
  expect(runner).toMatchObject({ releases: 1, shutdowns: 0 });
});

test("close cuts off what takes longer than its grace", async () => {
  const { runner, listener, to } = await served();
  runner.hold = true;
  const client = await connect(to);
  const handle = await client.prepare(program);
  const call = client.execute(handle, new Uint8Array([1]));
  await vi.waitFor(() => expect(runner.held).toHaveLength(1));
  await listener.close(20);
  await expect(call).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  expect(runner.aborts).toBe(1);
});

test("time limits may be infinite", async () => {
  const { runner, listener, to } = await served();
  await using client = await connect({ ...to, timeoutMs: Infinity });
  const handle = await client.prepare(program);
  runner.hold = true;
  const call = client.execute(handle, new Uint8Array([1]));
  await vi.waitFor(() => expect(runner.held).toHaveLength(1));
  expect(() => listener.close(-1)).toThrow(RangeError);
  const closed = listener.close(Infinity);
  await sleep(20);
  runner.held[0]?.finish();
  expect(await call).toEqual(new Uint8Array([1]));
  await closed;
});

test("a client whose connection is gone makes no other one", async () => {
  const peers: string[] = [];
  const { listener, to } = await served({
    onConnection: (connection, peer) => {
      peers.push(peer);
      if (peers.length === 1) setTimeout(() => connection.destroy(), 5);
    },
  });
  const client = await connect(to);
  const error = await client.closed;
  await expect(client.getExternals()).rejects.toBe(error);
  await expect(client.prepare(program)).rejects.toBe(error);
  // Another one is accepted, and is the second.
  await using next = await connect({ port: listener.port });
  expect(await next.getExternals()).toHaveLength(2);
  expect(peers).toHaveLength(2);
});

test("close does not wait for a runner that never lets go", async () => {
  const { runner, listener, to } = await served();
  // As a remote runner does that has stopped to answer.
  runner.execute = () => new Promise(() => {});
  runner.release = () => new Promise(() => {});
  await using client = await connect(to);
  const calls = [await client.prepare(program), await client.prepare(program)].map((handle) =>
    client.execute(handle, new Uint8Array([1])),
  );
  const settled = Promise.allSettled(calls);
  await listener.close(20);
  for (const call of await settled) expect(call.status).toBe("rejected");
});

test("connections are counted, bounded and reported", async () => {
  const peers: string[] = [];
  const { to } = await served({
    maxConnections: 1,
    onConnection: (_, peer) => void peers.push(peer),
  });
  await using client = await connect(to);
  expect(await client.getExternals()).toHaveLength(2);
  const second = await connect(to);
  await expect(second.getExternals()).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
  expect(peers).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+$/)]);
});

test.each([
  ["HTTP", (port: number) => get({ port, host: "127.0.0.1" }), /^the client sent HTTP \(GET\)/],
  ["TLS", (port: number) => connectTls({ port, host: "127.0.0.1" }), /^the client sent TLS/],
])("a client that speaks %s is turned away, and a log may say why", async (_, call, message) => {
  const faults: Promise<RunnerError | undefined>[] = [];
  const { listener } = await served({ onConnection: ({ closed }) => void faults.push(closed) });
  const client = call(listener.port ?? 0);
  const [error] = (await once(client, "error")) as [Error];
  expect(error).toMatchObject({ code: "ECONNRESET" });
  expect(await faults[0]).toMatchObject({
    code: "PROTOCOL_ERROR",
    message: expect.stringMatching(message) as string,
  });
});

test("a port in use is refused by the system", async () => {
  const { listener } = await served();
  await expect(listen(new EchoRunner(), { port: listener.port })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
});

test("limits are checked before anyone connects", async () => {
  await expect(listen(new EchoRunner(), { maxInFlight: 0 })).rejects.toThrow(RangeError);
  await expect(listen(new EchoRunner(), { maxConnections: 0 })).rejects.toThrow(RangeError);
  const { to } = await served();
  await expect(connect({ ...to, maxFrameBytes: 1 })).rejects.toThrow(RangeError);
});
