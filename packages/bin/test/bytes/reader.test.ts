import { describe, expect, test } from "vitest";
import type { DecodeOptions } from "../../src/bytes/limits.ts";
import { Reader } from "../../src/bytes/reader.ts";

/** Returns a reader of an input with zeros before and after it. */
function opened(length: number, maxDepth = 0, options?: DecodeOptions): Reader {
  const reader = new Reader();
  reader.open(new Uint8Array(length + 16).subarray(8, length + 8), maxDepth, options);
  return reader;
}

test("bytes are claimed up to the end of the input", () => {
  const reader = opened(4);
  expect(() => reader.claim(reader.end, 0, 0)).not.toThrow();
  expect(() => reader.claim(reader.end - 3, 3, 0)).not.toThrow();
  expect(() => reader.claim(reader.end - 3, 5, 0)).toThrow(
    "expected 5 bytes, the input ends 2 bytes before that",
  );
});

test("a pointer is followed if it is there, and its body", () => {
  const reader = opened(12);
  reader.view.setUint32(reader.start + 4, 8, true);
  expect(reader.follow(reader.start + 4, 0, 0)).toBe(reader.start + 12);
  expect(reader.follow(reader.end - 4, 4, 0)).toBe(reader.end - 4);
  expect(() => reader.follow(reader.start + 4, 1, 0)).toThrow("the input ends 1 bytes before that");
  expect(() => reader.follow(reader.end - 3, 0, 0)).toThrow("the input ends inside a pointer");
});

describe("without options", () => {
  test("the value takes up to 128 times its bytes of memory, and 64 KiB", () => {
    const reader = opened(10);
    reader.claim(reader.start, 1, 10 * 128);
    reader.claim(reader.start, 1, 65_536);
    expect(() => reader.claim(reader.start, 1, 1)).toThrow(
      "the value takes more than 66816 bytes of memory, which maxExpansion and freeBytes allow for 10 bytes of input",
    );
  });

  test("10,000 small items have no bytes, or fewer that are larger", () => {
    for (const [memory, count] of [
      [1, 10_000],
      [64, 10_000],
      [65, 5_000],
      [128, 5_000],
    ] as const) {
      const reader = opened(0);
      reader.claimZeroSized(reader.start, count, memory);
      expect(() => reader.claimZeroSized(reader.start, 1, memory)).toThrow("maxZeroSizedItems");
    }
  });
});

test("a value nests as deep as is allowed, and again once it is left", () => {
  const reader = opened(0, 2);
  reader.enter(0);
  reader.enter(0);
  expect(() => reader.enter(0)).toThrow("the value nests deeper than maxDepth allows");
  const [shallow, deep] = [opened(0, 5, { maxDepth: 1 }), opened(0, 1)];
  for (const each of [shallow, deep]) {
    for (let i = 0; i < 3; i++) {
      each.enter(0);
      each.leave();
    }
    each.enter(0);
    expect(() => each.enter(0)).toThrow("maxDepth");
  }
});

test("a string is recalled by its place and its length", () => {
  const reader = opened(2000);
  reader.remember(300, 40, "text");
  expect(reader.recall(300, 40)).toBe("text");
  expect(reader.recall(300, 41)).toBeUndefined();
  expect(reader.recall(300 + 256, 40)).toBeUndefined();
  reader.remember(512, 40, "the first that is kept");
  reader.close();
  expect(reader.recall(300, 40)).toBeUndefined();
  reader.remember(512, 40, "the only one");
  reader.close();
  expect(reader.recall(512, 40)).toBeUndefined();
});

test.each([
  [2 ** 20, 2 ** 20],
  [2 ** 20 + 1, 0],
])("of an input of %i bytes %i are kept after it", (length, kept) => {
  const reader = new Reader();
  reader.open(new Uint8Array(length), 0, undefined);
  reader.close();
  expect(reader.bytes).toHaveLength(kept);
  expect(reader.buffer.byteLength).toBe(kept);
});
