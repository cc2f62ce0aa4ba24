import { Agent, request } from "node:http";
import { connect } from "node:net";
import { createGate, until } from "@lutra-internal/testing";
import { afterEach, expect, test } from "vitest";
import { HttpClient } from "../../src/index.ts";
import { type HttpListener, listen, nodeExchange } from "../../src/node.ts";
import { atEnd, cleanUp } from "../support/exchanges.ts";
import { CountingRunner, identity, nodeFetch, rawExchange } from "../support/running.ts";

afterEach(cleanUp);

async function serve(runner = new CountingRunner()): Promise<HttpListener> {
  const listener = await listen(runner, { allowAnyone: true });
  atEnd(() => listener.close(0));
  return listener;
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

test("a listener that drains says so, goes on with calls, has answers end their connections, then closes", async () => {
  const runner = new CountingRunner();
  const listener = await serve(runner);
  using exchange = nodeExchange();
  const client = new HttpClient(`http://${listener.address}`, { exchange });
  const prepared = await client.prepare(identity);
  await client.execute(prepared, new Uint8Array());
  const agent = new Agent({ keepAlive: true });
  atEnd(() => agent.destroy());
  expect(await keptOpen(listener.port, agent)).toBe("keep-alive");
  const gate = createGate();
  runner.gate = gate.promise;
  const before = client.execute(prepared, new Uint8Array([1]));
  await until(() => runner.started === 2);
  const drained = listener.drain({ ms: Infinity });
  expect(listener.drain()).toBe(drained);
  const during = client.execute(prepared, new Uint8Array([2]));
  expect((await nodeFetch(listener.port, "/health", {})).status).toBe(503);
  expect(await keptOpen(listener.port, agent)).toBe("close");
  await until(() => runner.started === 3);
  const closed = listener.close();
  gate.open();
  expect(await Promise.all([before, during])).toEqual([new Uint8Array([1]), new Uint8Array([2])]);
  await Promise.all([closed, drained]);
  expect(await rawExchange(listener.port, ["GET /health HTTP/1.0\r\n\r\n"])).toBe("");
  expect(runner.released).toBe(1);
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
