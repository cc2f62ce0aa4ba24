import { createHook } from "node:async_hooks";
import { PassThrough } from "node:stream";
import { createCosts, createRandom, usedBytes } from "@lutra-internal/testing";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { createFetchHandler, HttpClient, mediaType, sha256 } from "../../src/index.ts";
import { createNodeHandler } from "../../src/node.ts";
import { readMessage, readToEnd } from "../../src/node/read-message.ts";
import { readStream } from "../../src/bytes/read-stream.ts";
import { atEnd, cleanUp, exchanges, serveHttp, serveTcp } from "../support/exchanges.ts";
import { CountingRunner, identity, nodeFetch, rawExchange } from "../support/running.ts";

// Bodies in pieces of a byte or a few: each reader keeps the bytes, and not the pieces.

afterEach(cleanUp);

const costs = createCosts("pieces of one byte, bodies of HTTP");
afterAll(() => costs.write());

const binary = { "content-type": mediaType };
const hash = await sha256(identity.bytes);

/** Much more than the pieces' own weight would allow, and much more than the noise of a heap. */
const length = 256 * 1024;
const multiple = 16;

interface Reader {
  readonly push: (piece: Uint8Array<ArrayBuffer>) => unknown;
  readonly end: () => unknown;
  readonly read: Promise<Uint8Array | undefined>;
}

const readers: Readonly<Record<string, () => Reader>> = {
  "of requests on Node": () => {
    const stream = new PassThrough();
    const read = Promise.resolve(readMessage(stream, undefined, length));
    return { push: (piece) => stream.write(piece), end: () => stream.end(), read };
  },
  "of answers on Node": () => {
    const stream = new PassThrough();
    const read = readToEnd(stream, undefined, length);
    return { push: (piece) => stream.write(piece), end: () => stream.end(), read };
  },
  "of streams": () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const read = readStream(readable, length);
    return { push: (piece) => writer.write(piece), end: () => writer.close(), read };
  },
};

test.each(Object.entries(readers))("the reader %s keeps a small multiple", async (_, make) => {
  const { push, end, read } = make();
  const before = usedBytes();
  for (let i = 0; i < length; i++) {
    const pushed = push(new Uint8Array([i]));
    // Streams take pieces one at a time; Node's are let go on now and then.
    if (pushed instanceof Promise) await pushed;
    else if (i % 10_000 === 0) await new Promise(setImmediate);
  }
  const held = usedBytes() - before;
  costs.note(length, held);
  expect(held).toBeLessThan(multiple * length);
  await end();
  const bytes = await read;
  expect(bytes).toHaveLength(length);
  expect(bytes?.every((byte, i) => byte === i % 256)).toBe(true);
  expect(bytes?.buffer.byteLength).toBe(length);
});

/** Cuts bytes into pieces of a few at most. */
function piecesOf(bytes: Uint8Array, seed: number): Uint8Array<ArrayBuffer>[] {
  const random = createRandom(seed);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = start + 1 + random.below(3);
    pieces.push(bytes.slice(start, end) as Uint8Array<ArrayBuffer>);
    start = end;
  }
  return pieces;
}

const chunked = (bytes: Uint8Array): string =>
  `${piecesOf(bytes, 3)
    .map((piece) => `${piece.length.toString(16)}\r\n${Buffer.from(piece).toString("latin1")}\r\n`)
    .join("")}0\r\n\r\n`;

const body = Uint8Array.from({ length: 20_000 }, (_, i) => 97 + (i % 26));

describe("pieces become the same bytes", () => {
  test("on the server of Node", async () => {
    const port = await serveHttp(createNodeHandler(new CountingRunner(), { allowAnyone: true }));
    const init = { method: "PUT", headers: binary, body: identity.bytes };
    await nodeFetch(port, `/programs/${hash}`, init);
    const head = `POST /programs/${hash}/execute HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: ${mediaType}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const answer = await rawExchange(port, [Buffer.from(head + chunked(body), "latin1")]);
    expect(answer.endsWith(`\r\n\r\n${Buffer.from(body).toString("latin1")}`)).toBe(true);
  });

  test("on the server of Node, with no promise and no timer for each", async () => {
    const port = await serveHttp(createNodeHandler(new CountingRunner(), { allowAnyone: true }));
    const head = `PUT /programs/${hash} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: ${mediaType}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const countWork = async (pieces: number): Promise<number> => {
      let count = 0;
      const hook = createHook({
        init(_, type) {
          if (type === "PROMISE" || type === "Timeout" || type === "Immediate") count++;
        },
      });
      hook.enable();
      // In a write of its own, so that the body is waited for.
      const answer = await rawExchange(port, [head, `${"1\r\nx\r\n".repeat(pieces)}0\r\n\r\n`]);
      hook.disable();
      expect(answer).toMatch(/^HTTP\/1\.1 400 .*DECODE_ERROR/s);
      return count;
    };
    expect(await countWork(20_000)).toBeLessThan(5000);
  });

  test("on a server of fetch", async () => {
    const handler = createFetchHandler(new CountingRunner(), { allowAnyone: true });
    const request = (path: string, method: string, bytes: Uint8Array): Request => {
      const pieces = piecesOf(bytes, 4);
      const stream = new ReadableStream<Uint8Array>({
        pull(controller) {
          const piece = pieces.shift();
          if (piece === undefined) controller.close();
          else controller.enqueue(piece);
        },
      });
      const init = { method, headers: binary, body: stream, duplex: "half" };
      return new Request(`http://localhost/programs/${hash}${path}`, init as RequestInit);
    };
    expect((await handler(request("", "PUT", identity.bytes))).status).toBe(201);
    const response = await handler(request("/execute", "POST", body));
    expect(Buffer.compare(new Uint8Array(await response.arrayBuffer()), body)).toBe(0);
  });

  test.each(Object.entries(exchanges))("on a client of %s", async (_, makeExchange) => {
    const port = await serveTcp((socket) => {
      const head = `HTTP/1.1 200 OK\r\nContent-Type: ${mediaType}\r\nTransfer-Encoding: chunked\r\n\r\n`;
      socket.once("data", () => void socket.write(Buffer.from(head + chunked(body), "latin1")));
    });
    const client = new HttpClient(`http://127.0.0.1:${port}`, { exchange: makeExchange() });
    atEnd(() => client.shutdown());
    const output = await client.execute(await client.prepare(identity), new Uint8Array(1));
    expect(Buffer.compare(output, body)).toBe(0);
  });
});
