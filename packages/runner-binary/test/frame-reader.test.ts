import { createRandom } from "@lutra-internal/testing";
import { bytesFromHex, vectors } from "@lutra-internal/fixtures";
import { expect, test } from "vitest";
import { FrameReader } from "../src/index.ts";
import { concat, frame } from "./support/frames.ts";

const { protocolA, protocolB } = vectors();
const vectorBodies = [...protocolA, ...protocolB].map(({ body }) => bytesFromHex(body));
const stream = concat(vectorBodies.map((body) => frame(body)));

/** Reads a stream that arrives in these chunks. */
function readAll(chunks: Iterable<Uint8Array>, maxFrameBytes = 1 << 20): Uint8Array[] {
  const reader = new FrameReader(maxFrameBytes);
  const found: Uint8Array[] = [];
  for (const chunk of chunks) {
    reader.push(chunk);
    for (let body = reader.read(); body !== undefined; body = reader.read()) found.push(body);
  }
  expect(reader.partialBytes).toBe(0);
  return found;
}

function* cut(bytes: Uint8Array, sizes: () => number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(bytes.length, at + sizes());
    yield bytes.subarray(at, end);
    at = end;
  }
}

test("frames in one chunk are views of it", () => {
  const found = readAll([stream]);
  expect(found).toEqual(vectorBodies);
  expect(found.every(({ buffer }) => buffer === stream.buffer)).toBe(true);
});

test("every split of every frame in two gives the same frame", () => {
  for (const body of vectorBodies) {
    const bytes = frame(body);
    for (let at = 0; at <= bytes.length; at++) {
      const found = readAll([bytes.subarray(0, at), bytes.subarray(at)]);
      expect(found).toHaveLength(1);
      expect(Buffer.compare(found[0]!, body)).toBe(0);
    }
  }
});

test("single bytes give the same frames", () => {
  expect(readAll(cut(stream, () => 1))).toEqual(vectorBodies);
});

test("2,000 random chunkings give the same frames", () => {
  const random = createRandom(1).below;
  const expected = concat(vectorBodies);
  for (let round = 0; round < 2000; round++) {
    const longest = 1 + random(round % 2 === 0 ? 8 : 300);
    const found = readAll(cut(stream, () => 1 + random(longest)));
    expect(found).toHaveLength(vectorBodies.length);
    expect(Buffer.compare(concat(found), expected)).toBe(0);
  }
});

test("chunks may be pushed before earlier ones are read", () => {
  const reader = new FrameReader(1 << 20);
  for (const chunk of cut(stream, () => 7)) reader.push(chunk);
  const found: Uint8Array[] = [];
  for (let body = reader.read(); body !== undefined; body = reader.read()) found.push(body);
  expect(found).toEqual(vectorBodies);
});

test("thousands of chunks may wait, and are read in order", () => {
  const body = new Uint8Array(3 * 1024 * 1024).map((_, i) => i / 1000);
  const reader = new FrameReader(body.length);
  for (const chunk of cut(frame(body), () => 1024)) reader.push(chunk);
  expect(Buffer.compare(reader.read()!, body)).toBe(0);
  reader.push(frame([1]));
  expect(reader.read()).toEqual(new Uint8Array([1]));
});

test("chunks may wait again after all that waited was read", () => {
  const reader = new FrameReader(1000);
  for (const first of [1, 3, 5]) {
    reader.push(frame([first]));
    reader.push(frame([first + 1]));
    expect(reader.read()).toEqual(new Uint8Array([first]));
    expect(reader.read()).toEqual(new Uint8Array([first + 1]));
    expect(reader.read()).toBeUndefined();
  }
});

test("the bytes of an incomplete frame are counted, wherever they wait", () => {
  const reader = new FrameReader(1000);
  for (const [bytes, count] of [
    [[5, 0], 2],
    [[0, 0], 4],
    [[1], 5],
    [[2, 3], 7],
  ] as const) {
    reader.push(new Uint8Array(bytes));
    expect(reader.read()).toBeUndefined();
    expect(reader.partialBytes).toBe(count);
  }
});

test("memory before a payload holds nothing of others", () => {
  const reader = new FrameReader(1000, 21);
  const bytes = frame(new Uint8Array(100).fill(7));
  reader.push(bytes.subarray(0, 50));
  expect(reader.read()).toBeUndefined();
  reader.push(bytes.subarray(50));
  const { buffer, byteOffset } = reader.read()!;
  expect(byteOffset).toBe(3);
  expect(new Uint8Array(buffer, 0, byteOffset)).toEqual(new Uint8Array(3));
});

test("empty chunks and empty frames are fine", () => {
  const empty = new Uint8Array();
  expect(readAll([empty, frame([]), empty, frame([1]), empty])).toEqual([
    empty,
    new Uint8Array([1]),
  ]);
});

test("a length above the limit is refused before any byte of the body, and the error names the option", () => {
  const reader = new FrameReader(1000);
  reader.push(new Uint8Array([0xe9, 3, 0]));
  expect(reader.read()).toBeUndefined();
  reader.push(new Uint8Array([0]));
  expect(() => reader.read()).toThrow(
    expect.objectContaining({
      code: "FRAME_TOO_LARGE",
      message: expect.stringMatching(/1001 bytes.*1000.*maxFrameBytes/) as string,
    }),
  );
  expect(reader.bufferBytes).toBe(0);
});

test("the largest length is refused, not taken for a negative one", () => {
  const reader = new FrameReader(2 ** 31);
  reader.push(new Uint8Array([0xff, 0xff, 0xff, 0xff]));
  expect(() => reader.read()).toThrow(/4294967295 bytes/);
});

test("a frame of exactly the limit is accepted", () => {
  expect(readAll([frame(new Uint8Array(1000))], 1000)).toHaveLength(1);
});

test("memory grows with what arrived, not with the length that was claimed", () => {
  const length = 16 * 1024 * 1024;
  const reader = new FrameReader(length, 22);
  const bytes = frame(new Uint8Array(length).fill(7));
  let at = 0;
  for (const arrived of [4, 14, 100_000, 1_000_000]) {
    reader.push(bytes.subarray(at, arrived));
    at = arrived;
    expect(reader.read()).toBeUndefined();
    expect(reader.bufferBytes).toBeLessThanOrEqual(Math.max(64 * 1024, 32 * arrived));
    expect(reader.partialBytes).toBe(arrived);
  }
  reader.push(bytes.subarray(at));
  expect(Buffer.compare(reader.read() ?? bytes, bytes.subarray(4))).toBe(0);
});

test("a buffer is filled before a larger one is taken", () => {
  const reader = new FrameReader(1 << 20);
  const bytes = frame(new Uint8Array(1 << 20));
  const full = 4 + 64 * 1024;
  const sizes = [100, full, full + 1].map((end, i, ends) => {
    reader.push(bytes.subarray(ends[i - 1] ?? 0, end));
    reader.read();
    return reader.bufferBytes;
  });
  expect(sizes).toEqual([64 * 1024, 64 * 1024, 1 << 20]);
});

test("a large frame in single bytes takes linear time", { timeout: 10_000 }, () => {
  const body = new Uint8Array(1 << 20).map((_, i) => i);
  const [found = new Uint8Array()] = readAll(cut(frame(body), () => 1));
  expect(Buffer.compare(found, body)).toBe(0);
});

test("a payload in a buffer of its own is aligned", () => {
  const reader = new FrameReader(1 << 20, 22);
  const bytes = frame(new Uint8Array(1000));
  reader.push(bytes.subarray(0, 10));
  reader.read();
  reader.push(bytes.subarray(10));
  expect(((reader.read()?.byteOffset ?? 0) + 22) % 8).toBe(0);
});

test("a Buffer's frames are plain arrays, so that slice copies", () => {
  const reader = new FrameReader(1 << 20);
  reader.push(Buffer.from(frame([1, 2])));
  expect(reader.read()?.constructor).toBe(Uint8Array);
});
