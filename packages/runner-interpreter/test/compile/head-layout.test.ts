import { expect, test } from "vitest";
import { headLayout } from "../../src/compile/head-layout.ts";

test.each([
  [0, 0],
  [1, 1],
  [8, 1],
  [9, 2],
  [64, 8],
])("a head of %i bits takes %i bytes", (headSize, size) => {
  expect(headLayout({ headSize, bodyPtrs: [] })).toEqual({ size, pointers: [] });
});

test("a pointer has four bytes in its head", () => {
  expect(headLayout({ headSize: 64, bodyPtrs: [0, 4] })).toEqual({ size: 8, pointers: [0, 4] });
  expect(() => headLayout({ headSize: 64, bodyPtrs: [0, 5] })).toThrow(
    "a pointer at byte 5 of a head of 8",
  );
});
