import { once } from "node:events";
import { Duplex } from "node:stream";
import { createCosts, usedBytes } from "@lutra-internal/testing";
import { FrameReader } from "@lutra/runner-binary";
import { nodeByteStream } from "@lutra/runner-binary/node";
import { afterAll, expect, test } from "vitest";
import { OutputStart } from "../src/output-start.ts";

/** Maximum memory for each byte of a frame; pieces that are kept as they come take a hundred and more. */
const maxMultiple = 8;
const frameBytes = 128 * 1024;

const costs = createCosts("pieces of one byte, output of processes");
afterAll(() => costs.write());

function expectMultiple(heldBytes: number): void {
  costs.note(frameBytes, heldBytes);
  expect(heldBytes / frameBytes).toBeLessThan(maxMultiple);
}

test("a frame on standard output in pieces of one byte takes a small multiple of its size", async () => {
  const near = new Duplex({ read: () => {}, write: (_chunk, _encoding, done) => done() });
  const output = new OutputStart(nodeByteStream(near));
  const reader = new FrameReader(frameBytes);
  let frame: Uint8Array | undefined;
  output.partialBytes = () => reader.partialBytes;
  output.stream.start({
    data: (chunk) => {
      reader.push(chunk);
      frame ??= reader.read();
    },
    end: () => {},
    error: () => {},
    drain: () => {},
  });
  const before = usedBytes();
  near.push(new Uint8Array(new Uint32Array([frameBytes]).buffer));
  for (let i = 1; i < frameBytes; i++) near.push(new Uint8Array([65]));
  while (near.readableLength > 0) await once(near, "data");
  expectMultiple(usedBytes() - before);
  expect(frame).toBeUndefined();
  expect(output.toString().slice(4)).toBe("A".repeat(60));
  near.push(new Uint8Array([65]));
  while (near.readableLength > 0) await once(near, "data");
  expect(frame).toHaveLength(frameBytes);
});
