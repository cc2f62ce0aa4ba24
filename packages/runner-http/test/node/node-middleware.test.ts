import {
  createServer,
  type IncomingMessage,
  request as httpRequest,
  type ServerResponse,
} from "node:http";
import { connect as connectHttp2, createServer as createHttp2Server } from "node:http2";
import type { AddressInfo } from "node:net";
import { Writable } from "node:stream";
import { createRandom, until } from "@lutra-internal/testing";
import { afterEach, describe, expect, test } from "vitest";
import { mediaType, sha256 } from "../../src/index.ts";
import { createNodeHandler, listen } from "../../src/node.ts";
import { atEnd, cleanUp, serveHttp } from "../support/exchanges.ts";
import { CountingRunner, identity, nodeFetch, rawExchange } from "../support/running.ts";

// The handler gets requests that middleware has touched, or on servers of its owner.

afterEach(cleanUp);

const hash = await sha256(identity.bytes);
const binary = { "content-type": mediaType };

type Middleware = (message: IncomingMessage) => void | Promise<void>;

/** Reads a body to its end, as body parsers do. */
async function consume(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Starts a server that runs a middleware before each execution, with a program there already. */
async function serveBehind(middleware: Middleware): Promise<number> {
  const handler = createNodeHandler(new CountingRunner(), {
    bodyTimeoutMs: 5000,
    authorize: () => new Promise((decide) => setImmediate(decide, true)),
  });
  const port = await serveHttp((message, response) => {
    if (message.method !== "POST") return handler(message, response);
    const ready = middleware(message);
    if (ready === undefined) handler(message, response);
    else void ready.then(() => handler(message, response));
  });
  const uploaded = await nodeFetch(port, `/programs/${hash}`, {
    method: "PUT",
    headers: binary,
    body: identity.bytes,
  });
  expect(uploaded.status).toBe(201);
  return port;
}

interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** Executes with an input that comes whole, or in chunks with pauses. */
function execute(port: number, input: Uint8Array, isChunked = false): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { ...binary, ...(!isChunked && { "content-length": input.length }) };
    const path = `/programs/${hash}/execute`;
    const sent = httpRequest({ port, path, method: "POST", headers }, (response) => {
      void consume(response).then((body) => resolve({ status: response.statusCode ?? 0, body }));
    });
    sent.on("error", reject);
    if (!isChunked) return void sent.end(input);
    sent.write(input.subarray(0, input.length >> 1));
    setTimeout(() => sent.end(input.subarray(input.length >> 1)), 5);
  });
}

const inputOf = (length: number): Uint8Array => {
  const random = createRandom(length);
  return Uint8Array.from({ length }, () => random.below(256));
};

const harmless: readonly (readonly [string, Middleware])[] = [
  ["nothing", () => {}],
  ["a pause", (message) => void message.pause()],
  ["another listener", (message) => void message.on("data", () => {})],
  ["another listener and a pause", (message) => void message.on("data", () => {}).pause()],
  ["a pipe", (message) => void message.pipe(new Writable({ write: (_c, _e, done) => done() }))],
  ["a pipe that is slow", (message) => void message.pipe(new Writable({ highWaterMark: 1, write: (_c, _e, done) => void setImmediate(done) }))],
  ["a body parser that leaves the bytes", async (message) => void Object.assign(message, { body: await consume(message) })],
  ["a body parser that found nothing to do", (message) => void Object.assign(message, { body: {} })],
]; // prettier-ignore

const harmful: readonly (readonly [string, Middleware, RegExp])[] = [
  ["setEncoding", (message) => void message.setEncoding("utf8"), /setEncoding/],
  ["setEncoding of another kind", (message) => void message.setEncoding("latin1"), /setEncoding/],
  ["a body parser that keeps the bytes", async (message) => void (await consume(message)), /was read before/],
  ["a body parser that leaves an object", async (message) => void Object.assign(message, { body: [await consume(message)] }), /was read before/],
  ["one piece read", async (message) => { while (message.read(1) === null) await new Promise(setImmediate); }, /was read/],
]; // prettier-ignore

const inputs: readonly (readonly [number, boolean])[] = [
  [1, false],
  [1000, true],
  [200_000, true],
];

describe.each(harmless)("behind %s", (_, middleware) => {
  test.each([[0, false] as const, ...inputs])("%i bytes, chunked: %s", async (length, chunked) => {
    const port = await serveBehind(middleware);
    const input = inputOf(length);
    const { status, body } = await execute(port, input, chunked);
    expect(status).toBe(200);
    expect(Buffer.compare(body, input)).toBe(0);
  });
});

describe.each(harmful)("behind %s", (_, middleware, message) => {
  test.each(inputs)("%i bytes, chunked: %s, are no input", async (length, isChunked) => {
    const port = await serveBehind(middleware);
    const { status, body } = await execute(port, inputOf(length), isChunked);
    expect(status).toBe(500);
    const { display, code } = JSON.parse(body.toString()) as Record<string, string>;
    expect(display).toMatch(message);
    expect(code).toBe("EXECUTION_ERROR");
  });

  test("an empty input is an empty input", async () => {
    const port = await serveBehind((message) =>
      message.headers["content-length"] === "0"
        ? message.pause() && undefined
        : middleware(message),
    );
    expect(await execute(port, new Uint8Array())).toEqual({ status: 200, body: Buffer.from("") });
  });
});

test("bytes that went elsewhere before the handler was called are no input", async () => {
  const port = await serveBehind(async (message) => {
    message.on("data", () => {});
    await until(() => message.complete);
  });
  expect((await execute(port, inputOf(1000))).status).toBe(500);
});

test.each(["a body parser", "nothing"])(
  "a body in front of which is %s may be as long as the limit",
  async (parser) => {
    const handler = createNodeHandler(new CountingRunner(), {
      allowAnyone: true,
      maxBodyBytes: 10,
    });
    const port = await serveHttp((message, response) => {
      if (parser === "nothing") handler(message, response);
      else
        void consume(message).then((body) => handler(Object.assign(message, { body }), response));
    });
    for (const isChunked of [false, true]) {
      // The program is not there; its input is read before that is known.
      expect((await execute(port, new Uint8Array(10), isChunked)).status).toBe(404);
      expect((await execute(port, new Uint8Array(11), isChunked)).status).toBe(413);
    }
  },
);

describe("a client that waits to send its body", () => {
  const head = (length: number): string =>
    [
      `PUT /programs/${hash} HTTP/1.1`,
      "Host: localhost",
      `Content-Type: ${mediaType}`,
      `Content-Length: ${length}`,
      "Expect: 100-continue",
      "Connection: close",
      "",
      "",
    ].join("\r\n");

  test("is told of a body above the limit, and never to continue", async () => {
    const listener = await listen(new CountingRunner(), { allowAnyone: true });
    atEnd(() => listener.close(0));
    expect(await rawExchange(listener.port, [head(99_999_999)])).toMatch(/^HTTP\/1\.1 413 /);
  });

  test("is told that it may not, and never to continue", async () => {
    const listener = await listen(new CountingRunner(), { authorize: () => false });
    atEnd(() => listener.close(0));
    expect(await rawExchange(listener.port, [head(39)])).toMatch(/^HTTP\/1\.1 401 /);
  });

  test("sends it when it is wanted", async () => {
    const listener = await listen(new CountingRunner(), { allowAnyone: true });
    atEnd(() => listener.close(0));
    const answer = await new Promise<number | undefined>((resolve) => {
      const headers = { ...binary, expect: "100-continue", "content-length": 39 };
      const { port } = listener;
      const sent = httpRequest({ port, path: `/programs/${hash}`, method: "PUT", headers });
      sent.on("continue", () => sent.end(identity.bytes));
      sent.on("response", (response) => resolve(response.resume().statusCode));
      sent.flushHeaders();
    });
    expect(answer).toBe(201);
  });
});

test("serves HTTP/2 through the compatibility layer of Node", async () => {
  const seen: unknown[] = [];
  const handler = createNodeHandler(new CountingRunner(), {
    hosts: ["127.0.0.1"],
    authorize: ({ url, headers }) => {
      seen.push([url, headers.get("x-caller")]);
      return true;
    },
  });
  const server = createHttp2Server((message, response) =>
    handler(message as unknown as IncomingMessage, response as unknown as ServerResponse),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  atEnd(() => new Promise((resolve) => server.close(resolve)));
  atEnd(() => session.close());
  const call = (path: string, method: string, body: Uint8Array): Promise<Answer> =>
    new Promise((resolve, reject) => {
      let status = 0;
      const chunks: Buffer[] = [];
      const stream = session.request({
        ":path": path,
        ":method": method,
        ...binary,
        "x-caller": "me",
      });
      stream.on("response", (headers) => (status = Number(headers[":status"])));
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => resolve({ status, body: Buffer.concat(chunks) }));
      stream.on("error", reject);
      stream.end(body);
    });
  expect((await call(`/programs/${hash}`, "PUT", identity.bytes)).status).toBe(201);
  const input = inputOf(300_000);
  const output = await call(`/programs/${hash}/execute`, "POST", input);
  expect(output.status).toBe(200);
  expect(Buffer.compare(output.body, input)).toBe(0);
  expect((await call(`/programs/${hash}/execute`, "POST", new Uint8Array())).status).toBe(200);
  expect((await call(`/programs/${hash}/execute`, "POST", new Uint8Array(5_000_000))).status).toBe(
    413,
  );
  expect(seen[0]).toEqual([`http://127.0.0.1:${port}/programs/${hash}`, "me"]);
});

test("a server of its owner answers on, whatever a middleware does to the response", async () => {
  const handler = createNodeHandler(new CountingRunner(), { allowAnyone: true });
  const server = createServer((message, response) => {
    if (message.url === "/externals?sent") response.writeHead(200).write("x");
    if (message.url === "/externals?ended") response.end("x");
    handler(message, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd(() => server.close());
  atEnd(() => server.closeAllConnections());
  const { port } = server.address() as AddressInfo;
  for (const what of ["sent", "ended"]) {
    await rawExchange(port, [`GET /externals?${what} HTTP/1.0\r\n\r\n`]);
    expect((await nodeFetch(port, "/externals", {})).status).toBe(200);
  }
});
