import { expect, test } from "vitest";
import { FrameWriter } from "../src/index.ts";
import { bodies, Collector, maxFrameBytes } from "./support/frames.ts";

/** Adds a frame with a head of one byte. */
function add(writer: FrameWriter, head: number, payload?: Uint8Array): void {
  const at = writer.frame(1, payload);
  writer.bytes[at] = head;
}

test("the frames of a turn are written together, at its end", async () => {
  const collector = new Collector();
  const writer = new FrameWriter(collector, maxFrameBytes);
  for (let i = 0; i < 3; i++) add(writer, i, new Uint8Array([i, i]));
  expect(collector.writes).toBe(0);
  await Promise.resolve();
  expect(collector.writes).toBe(1);
  expect(collector.chunks).toHaveLength(1);
  expect(bodies(collector.bytes())).toEqual(
    [0, 1, 2].map((byte) => new Uint8Array([byte, byte, byte])),
  );
  add(writer, 3);
  await Promise.resolve();
  expect(collector.writes).toBe(2);
});

test("flushing twice writes once", async () => {
  const collector = new Collector();
  const writer = new FrameWriter(collector, maxFrameBytes);
  add(writer, 1);
  writer.flush();
  writer.flush();
  await Promise.resolve();
  expect(collector.writes).toBe(1);
});

test("large payloads go out from where they are, in order", () => {
  const collector = new Collector();
  const writer = new FrameWriter(collector, maxFrameBytes);
  const large = new Uint8Array(100_000).fill(9);
  const small = new Uint8Array(10).fill(8);
  add(writer, 1, small);
  add(writer, 2, large);
  add(writer, 3, small);
  writer.flush();
  expect(collector.chunks).toHaveLength(3);
  expect(collector.chunks[1]).toBe(large);
  expect(bodies(collector.bytes()).map((body) => [body[0], body.length])).toEqual([
    [1, 11],
    [2, 100_001],
    [3, 11],
  ]);
});

test("a payload is copied below 32 KiB, and no longer from there on", () => {
  const collector = new Collector();
  const writer = new FrameWriter(collector, maxFrameBytes);
  const payloads = [32_767, 32_768].map((length) => new Uint8Array(length));
  for (const payload of payloads) add(writer, 1, payload);
  writer.flush();
  expect(payloads.map((payload) => collector.chunks.includes(payload))).toEqual([false, true]);
});

test("small payloads may change once they are added", () => {
  const collector = new Collector();
  const writer = new FrameWriter(collector, maxFrameBytes);
  const payload = new Uint8Array([1]);
  add(writer, 0, payload);
  payload[0] = 2;
  writer.flush();
  expect(bodies(collector.bytes())).toEqual([new Uint8Array([0, 1])]);
});

test("written bytes never change again, however much follows", () => {
  const collector = new Collector();
  const writer = new FrameWriter(collector, maxFrameBytes);
  for (let i = 0; i < 5000; i++) {
    add(writer, i, new Uint8Array(100).fill(i));
    if (i % 7 === 0) writer.flush();
  }
  writer.flush();
  const found = bodies(collector.bytes());
  expect(found).toHaveLength(5000);
  expect(found.every((body, i) => body.every((byte) => byte === (i & 0xff)))).toBe(true);
});

test("of a long turn, no more than 256 KiB and a frame wait", () => {
  const collector = new Collector();
  const writer = new FrameWriter(collector, maxFrameBytes);
  let most = 0;
  for (let i = 0; collector.writes < 2; i++) {
    add(writer, i, new Uint8Array(59));
    most = Math.max(most, writer.bufferedBytes);
  }
  expect(most).toBe(256 * 1024 + 64);
  expect(collector.bytes()).toHaveLength(2 * most);
});

test("a message above the limit writes nothing, and the error names the option", () => {
  const collector = new Collector();
  const writer = new FrameWriter(collector, 1000);
  expect(() => writer.frame(1, new Uint8Array(1000))).toThrow(
    expect.objectContaining({
      code: "FRAME_TOO_LARGE",
      message: expect.stringMatching(/1001 bytes.*1000.*maxFrameBytes/) as string,
    }),
  );
  writer.flush();
  expect(collector.writes).toBe(0);
  add(writer, 1, new Uint8Array(999));
  writer.flush();
  expect(bodies(collector.bytes())).toHaveLength(1);
});

test("a message of 2^32 bytes is refused whatever the limit", () => {
  const collector = new Collector();
  const writer = new FrameWriter(collector, 2 ** 32 - 1);
  const huge = { length: 2 ** 32 - 1 } as Uint8Array;
  expect(() => writer.frame(1, huge)).toThrow(/4294967296 bytes/);
  writer.flush();
  expect(collector.writes).toBe(0);
});
