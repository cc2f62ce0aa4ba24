import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { HttpClient, mediaType } from "../src/index.ts";
import { listen, nodeExchange } from "../src/node.ts";
import { CountingRunner, identity, until } from "./running.ts";

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** A client whose server is written out; it answers every request in the same way. */
async function clientOf(answer: RequestListener): Promise<HttpClient> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const exchange = nodeExchange();
  cleanUps.push(
    () => new Promise((resolve) => server.close(resolve)),
    () => server.closeAllConnections(),
    () => exchange.close(),
  );
  const { port } = server.address() as AddressInfo;
  return new HttpClient(`http://127.0.0.1:${port}`, { exchange, maxResponseBytes: 1000 });
}

async function served(): Promise<{ runner: CountingRunner; client: HttpClient }> {
  const runner = new CountingRunner();
  const listener = await listen(runner, { allowAnyone: true });
  const exchange = nodeExchange();
  cleanUps.push(
    () => listener.close(0),
    () => exchange.close(),
  );
  return { runner, client: new HttpClient(`http://${listener.address}`, { exchange }) };
}

test.each([0, 64, 300_000])("carries %i bytes both ways", async (length) => {
  const { client } = await served();
  const prepared = await client.prepare(identity);
  const input = new Uint8Array(length).fill(7);
  expect(Buffer.compare(await client.execute(prepared, input), input)).toBe(0);
});

test("keeps a hundred calls in flight apart", async () => {
  const { client } = await served();
  const prepared = await client.prepare(identity);
  const inputs = Array.from({ length: 100 }, (_, i) => new Uint8Array([i]));
  const outputs = await Promise.all(inputs.map((input) => client.execute(prepared, input)));
  expect(outputs).toEqual(inputs);
});

test("an abort rejects with its reason and aborts the call on the server", async () => {
  const { runner, client } = await served();
  const prepared = await client.prepare(identity);
  await client.execute(prepared, new Uint8Array());
  runner.gate = new Promise(() => {});
  const controller = new AbortController();
  const reason = { why: "tired" };
  const call = client.execute(prepared, new Uint8Array(), { signal: controller.signal });
  call.catch(() => {});
  await until(() => runner.started === 2);
  controller.abort(reason);
  await expect(call).rejects.toBe(reason);
  await until(() => runner.aborted === 1);
});

test("shutdown ends the calls in flight", async () => {
  const { runner, client } = await served();
  runner.gate = new Promise(() => {});
  const prepared = await client.prepare(identity);
  const call = client.execute(prepared, new Uint8Array());
  call.catch(() => {});
  await until(() => runner.started === 1);
  await client.shutdown();
  await expect(call).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
});

const binary = { "content-type": mediaType };

test.each<readonly [string, RequestListener, string, RegExp]>([
  ["is cut off", (_, to) => { to.writeHead(200, { ...binary, "content-length": 10 }); to.write("few", () => to.destroy()); }, "CONNECTION_CLOSED", /no answer/],
  ["never begins", (from) => from.destroy(), "CONNECTION_CLOSED", /no answer/],
  ["is declared above the limit", (_, to) => void to.writeHead(200, { ...binary, "content-length": 1001 }).write("x"), "FRAME_TOO_LARGE", /maxResponseBytes/],
  ["grows above the limit", (_, to) => { to.writeHead(200, binary); to.write("x".repeat(600)); to.write("x".repeat(600)); }, "FRAME_TOO_LARGE", /maxResponseBytes/],
  ["is compressed", (_, to) => void to.writeHead(200, { ...binary, "content-encoding": "gzip" }).end(gzipSync("x")), "PROTOCOL_ERROR", /gzip/],
  ["redirects", (_, to) => void to.writeHead(307, { location: "/elsewhere" }).end(), "PROTOCOL_ERROR", /redirects/],
  ["is a proxy's", (_, to) => void to.writeHead(502).end("<html>"), "CONNECTION_CLOSED", /502.*<html>/],
])("an answer that %s is an error with a code", async (_, answer, code, message) => {
  const client = await clientOf(answer);
  const call = client.execute(await client.prepare(identity), new Uint8Array());
  await expect(call).rejects.toMatchObject({ code, message: expect.stringMatching(message) as unknown });
}); // prettier-ignore

test("a server without TLS is told from one that is not there", async () => {
  const listener = await listen(new CountingRunner(), { allowAnyone: true });
  const exchange = nodeExchange();
  cleanUps.push(
    () => listener.close(0),
    () => exchange.close(),
  );
  const client = new HttpClient(`https://${listener.address}`, { exchange });
  await expect(client.getExternals()).rejects.toMatchObject({
    code: "PROTOCOL_ERROR",
    message: `what answers at https://${listener.address} does not speak TLS: http:// is for servers without it`,
  });
});

test("a server that answers in another language is told as such", async () => {
  const server = createTcpServer((socket) => {
    socket.on("error", () => {});
    socket.resume().end("220 mail ready\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const exchange = nodeExchange();
  cleanUps.push(
    () => new Promise((resolve) => server.close(resolve)),
    () => exchange.close(),
  );
  const { port } = server.address() as AddressInfo;
  const client = new HttpClient(`http://127.0.0.1:${port}`, { exchange });
  await expect(client.getExternals()).rejects.toMatchObject({
    code: "PROTOCOL_ERROR",
    message: `what answers at http://127.0.0.1:${port} does not speak HTTP`,
  });
});
