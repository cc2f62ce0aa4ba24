import { Agent, request } from "node:http";
import { connect as connectHttp2, createServer as createHttp2Server } from "node:http2";
import { type AddressInfo, connect } from "node:net";
import { createGate, until } from "@lutra-internal/testing";
import { afterEach, expect, test, vi } from "vitest";
import { HttpClient } from "../../src/index.ts";
import { createNodeHandler, type HttpListener, listen, nodeExchange } from "../../src/node.ts";
import { atEnd, cleanUp } from "../support/exchanges.ts";
import { CountingRunner, identity, nodeFetch, rawExchange } from "../support/running.ts";

afterEach(cleanUp);

async function serve(runner = new CountingRunner()): Promise<HttpListener> {
  const listener = await listen(runner, { allowAnyone: true });
  atEnd(() => listener.close(0));
  return listener;
}

/** Says if the listener listens no more. */
function isRefused({ port }: HttpListener): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => (socket.destroy(), resolve(false)));
    socket.on("error", () => resolve(true));
  });
}

/** Sends a request on a connection that is kept, and returns what the answer says about that. */
function keptOpen(port: number, agent: Agent): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: "127.0.0.1", path: "/externals", agent }, (response) => {
      response.resume().on("end", () => resolve(response.headers.connection));
    });
    sent.on("error", reject).end();
  });
}

test("a listener that drains says so, and goes on with calls and connections", async () => {
  const runner = new CountingRunner();
  const listener = await serve(runner);
  using exchange = nodeExchange();
  const client = new HttpClient(`http://${listener.address}`, { exchange });
  const prepared = await client.prepare(identity);
  const drained = listener.drain({ ms: Infinity });
  expect(listener.drain()).toBe(drained);
  expect((await nodeFetch(listener.port, "/health", {})).status).toBe(503);
  expect(await client.execute(prepared, new Uint8Array([1]))).toEqual(new Uint8Array([1]));
  const agent = new Agent({ keepAlive: true });
  atEnd(() => agent.destroy());
  expect(await keptOpen(listener.port, agent)).toBe("keep-alive");
  await Promise.all([listener.close(), drained]);
  expect(await isRefused(listener)).toBe(true);
  expect(runner.released).toBe(1);
});

test("then it refuses connections, and answers once more on those that it has", async () => {
  const runner = new CountingRunner();
  const listener = await serve(runner);
  using exchange = nodeExchange();
  const client = new HttpClient(`http://${listener.address}`, { exchange });
  const prepared = await client.prepare(identity);
  const agent = new Agent({ keepAlive: true });
  atEnd(() => agent.destroy());
  expect(await keptOpen(listener.port, agent)).toBe("keep-alive");
  const gate = createGate();
  runner.gate = gate.promise;
  const call = client.execute(prepared, new Uint8Array([1]));
  await until(() => runner.started === 1);
  const drained = listener.drain({ ms: 0, idleMs: Infinity });
  await until(() => isRefused(listener));
  expect(await keptOpen(listener.port, agent)).toBe("close");
  await expect(keptOpen(listener.port, agent)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  gate.open();
  expect(await call).toEqual(new Uint8Array([1]));
  // No connection is left, so it does not wait any longer.
  await drained;
});

test("a close ends the drain at once", async () => {
  for (const [ms, idleMs] of [
    [Infinity, 0],
    [0, Infinity],
  ]) {
    const listener = await serve();
    const agent = new Agent({ keepAlive: true });
    atEnd(() => agent.destroy());
    expect(await keptOpen(listener.port, agent)).toBe("keep-alive");
    const drained = listener.drain({ ms, idleMs });
    if (ms === 0) await until(() => isRefused(listener));
    await Promise.all([drained, listener.close()]);
    expect(await isRefused(listener)).toBe(true);
  }
});

test("a listener drains for its time, and is then closed", async () => {
  const listener = await serve();
  await listener.drain({ ms: 1 });
  expect(await rawExchange(listener.port, ["GET /health HTTP/1.0\r\n\r\n"])).toBe("");
  await listener.drain();
});

test("a listener that closes answers the connections that wait to be accepted", async () => {
  const listener = await serve();
  const answers: string[] = [];
  const sockets = Array.from({ length: 40 }, () => {
    const socket = connect(listener.port, "127.0.0.1");
    socket.on("error", () => {});
    socket.on("data", (chunk) => answers.push(chunk.toString("latin1").slice(0, 12)));
    socket.write("GET /externals HTTP/1.1\r\nHost: localhost\r\n\r\n");
    return new Promise<void>((resolve) => socket.on("close", () => resolve()));
  });
  const closed = listener.close();
  await Promise.all([...sockets, closed]);
  expect(answers).toEqual(sockets.map(() => "HTTP/1.1 200"));
});

test("a connection that is idle during the whole drain is closed at its end", async () => {
  const listener = await serve();
  const agent = new Agent({ keepAlive: true });
  atEnd(() => agent.destroy());
  expect(await keptOpen(listener.port, agent)).toBe("keep-alive");
  const [idle] = Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? []);
  const drained = listener.drain({ ms: 0, idleMs: 50 });
  await until(() => isRefused(listener));
  expect(idle?.destroyed).toBe(false);
  const ended = new Promise((resolve) => idle?.once("close", resolve));
  await Promise.all([drained, ended]);
});

test("a call that takes longer than the drain is answered, and one beyond the grace is cut off", async () => {
  for (const [graceMs, outcome] of [
    [Infinity, { status: "fulfilled", value: new Uint8Array([1]) }],
    [0, { status: "rejected", reason: { code: "CONNECTION_CLOSED", mayHaveRun: true } }],
  ] as const) {
    const runner = new CountingRunner();
    const listener = await serve(runner);
    using exchange = nodeExchange();
    const client = new HttpClient(`http://${listener.address}`, { exchange });
    const prepared = await client.prepare(identity);
    const gate = createGate();
    runner.gate = gate.promise;
    const settling = Promise.allSettled([client.execute(prepared, new Uint8Array([1]))]);
    await until(() => runner.started === 1);
    const drained = listener.drain({ ms: 1, graceMs });
    await until(() => isRefused(listener));
    if (graceMs > 0) gate.open();
    const [settled] = await settling;
    expect(settled).toMatchObject(outcome);
    await drained;
  }
});

test("a server of HTTP/2 that drains says so, and its connections and their calls go on", async () => {
  const handler = createNodeHandler(new CountingRunner(), { allowAnyone: true });
  const server = createHttp2Server(handler as never);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const session = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  atEnd(() => (session.close(), server.close()));
  const get = (path: string): Promise<readonly unknown[]> =>
    new Promise((resolve, reject) => {
      const stream = session.request({ ":path": path });
      stream.on("response", (head) => resolve([head[":status"], head["connection"]]));
      stream.on("error", reject).resume();
    });
  expect(await get("/health")).toEqual([200, undefined]);
  handler.drain();
  // Node warns of headers that HTTP/2 does not allow.
  const warn = vi.spyOn(process, "emitWarning");
  atEnd(() => warn.mockRestore());
  expect(await get("/health")).toEqual([503, undefined]);
  expect(await get("/externals")).toEqual([200, undefined]);
  expect(warn).not.toHaveBeenCalled();
});
