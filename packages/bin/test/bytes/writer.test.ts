import { expect, test } from "vitest";
import { Writer } from "../../src/bytes/writer.ts";

const slabBytes = 65_536;

test("memory grows to what is needed, and at least to twice as much", () => {
  const writer = new Writer();
  writer.reserve(slabBytes);
  expect(writer.capacity).toBe(slabBytes);
  writer.bytes[slabBytes - 1] = 7;
  writer.ensure(1);
  expect([writer.capacity, writer.end]).toEqual([2 * slabBytes, slabBytes]);
  expect(writer.reserve(9 * slabBytes)).toBe(slabBytes);
  expect([writer.capacity, writer.end]).toEqual([10 * slabBytes, 10 * slabBytes]);
  writer.ensure(0);
  expect(writer.capacity).toBe(10 * slabBytes);
  expect(writer.finish()[slabBytes - 1]).toBe(7);
});

test("an encoding of 4 GiB is refused before memory is taken", () => {
  const writer = new Writer();
  for (const take of [() => writer.reserve(2 ** 32), () => writer.ensure(2 ** 32)])
    expect(take).toThrow(expect.objectContaining({ kind: "range" }));
  expect(writer.capacity).toBe(slabBytes);
});

test("a short encoding is copied, a long one is handed over with its memory", () => {
  const writer = new Writer();
  const { buffer } = writer.bytes;
  writer.reserve(slabBytes / 2 - 1);
  expect(writer.finish().buffer).not.toBe(buffer);
  expect(writer.bytes.buffer).toBe(buffer);
  writer.reserve(1);
  const long = writer.finish();
  expect([long.buffer, long.length]).toEqual([buffer, slabBytes / 2]);
  expect(writer.bytes.buffer).not.toBe(buffer);
  expect(writer.capacity).toBe(slabBytes);
});

test.each([
  [2 ** 20, 2 ** 20],
  [2 ** 20 + 1, slabBytes],
])("of %i bytes of memory %i are kept after an encoding", (capacity, kept) => {
  const writer = new Writer(capacity);
  writer.close();
  expect([writer.capacity, writer.bytes.length, writer.view.byteLength]).toEqual([
    kept,
    kept,
    kept,
  ]);
});
