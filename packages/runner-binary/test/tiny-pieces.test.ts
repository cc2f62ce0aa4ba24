import { once } from "node:events";
import { Duplex } from "node:stream";
import { createCosts, EchoRunner, usedBytes } from "@lutra-internal/testing";
import { afterAll, expect, test } from "vitest";
import { FrameReader, serveBinary } from "../src/index.ts";
import { nodeByteStream } from "../src/node.ts";

/**
 * Maximum number of bytes that a reader may hold for each byte that it was sent; pieces kept as they come take a
 * hundred and more.
 */
const maxMultiple = 8;
const frameBytes = 128 * 1024;

const costs = createCosts("pieces of one byte, frames of streams");
afterAll(() => costs.write());

function expectMultiple(heldBytes: number): void {
  costs.note(frameBytes, heldBytes);
  expect(heldBytes / frameBytes).toBeLessThan(maxMultiple);
}
const maxFrameBytes = frameBytes;

/** Returns the length prefix of a frame, and all of its bytes but one. */
function* pieces(): Generator<Uint8Array> {
  yield new Uint8Array(new Uint32Array([frameBytes]).buffer);
  for (let i = 1; i < frameBytes; i++) yield new Uint8Array([i]);
}

test("pieces that are pushed before anything is read are gathered, and read in order", () => {
  const reader = new FrameReader(maxFrameBytes);
  reader.push(new Uint8Array([1])); // one byte of an earlier length
  const before = usedBytes();
  reader.push(new Uint8Array([0, 0, 0, 9]));
  for (const piece of pieces()) reader.push(piece);
  expectMultiple(usedBytes() - before);
  reader.push(new Uint8Array([7]));
  expect(reader.read()).toEqual(new Uint8Array([9]));
  const body = reader.read()!;
  expect(body.length).toBe(frameBytes);
  expect(body.every((byte, i) => i === frameBytes - 1 || byte === ((i + 1) & 255))).toBe(true);
  expect(body.at(-1)).toBe(7);
});

test("pieces of a web stream are gathered", async () => {
  const runner = new EchoRunner();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const connection = serveBinary(
    runner,
    { readable, writable: new WritableStream() },
    { maxFrameBytes },
  );
  const writer = writable.getWriter();
  const before = usedBytes();
  for (const piece of pieces()) await writer.write(piece);
  expectMultiple(usedBytes() - before);
  connection.destroy();
});

test("pieces of a Node stream are gathered", async () => {
  const near = new Duplex({ read: () => {}, write: (_chunk, _encoding, done) => done() });
  const connection = serveBinary(new EchoRunner(), nodeByteStream(near), { maxFrameBytes });
  const before = usedBytes();
  for (const piece of pieces()) near.push(piece);
  if (near.readableLength > 0) await once(near, "data");
  expectMultiple(usedBytes() - before);
  connection.destroy();
});
