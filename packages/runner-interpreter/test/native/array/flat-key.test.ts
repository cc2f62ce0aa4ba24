import { expect, test } from "vitest";
import { Chunk } from "../../../src/memory/chunk.ts";
import { flatIdentity } from "../../../src/native/array/flat-key.ts";

const sizes = [...Array.from({ length: 10 }, (_, size) => size), 63, 64, 65, 200];

test.each(sizes)("a key of %i bytes is told apart by each of them, wherever it is", (size) => {
  const identities = (around: number): unknown[] =>
    Array.from({ length: size + 1 }, (_, changed) => {
      const bytes = new Uint8Array(size + 2 * around).fill(0x80);
      if (changed < size) bytes[around + changed] = 0;
      const chunk = new Chunk(bytes, undefined, around + size);
      return flatIdentity(chunk, around, size);
    });
  expect(new Set(identities(0)).size).toBe(size + 1);
  expect(identities(3)).toEqual(identities(0));
});

test("a key whose end is beyond its chunk is bad input, however its chunk shares memory", () => {
  const chunk = new Chunk(new Uint8Array(100), undefined, 75);
  expect(() => flatIdentity(chunk, 71, 5)).toThrow("bad input data");
});
