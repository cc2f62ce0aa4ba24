import { expect, test } from "vitest";
import { optionOf, readOptionFormat } from "../../../src/native/array/option.ts";

test.each([
  [0, { innerBytes: 0, hasPointer: false }],
  [4, { innerBytes: 4, hasPointer: false }],
  [5, { innerBytes: 4, hasPointer: true }],
  [8, { innerBytes: 4, hasPointer: true }],
])("the option of an item of %i bytes has %j", (itemBytes, format) => {
  expect(optionOf(itemBytes)).toEqual({ tagBytes: 1, itemBytes, ...format });
});

/** Returns an `EnumFormat` without its variants: its own head, and that of their array. */
const head = (tagBytes: number, innerBytes: number, hasPointer: number): Uint8Array =>
  Uint8Array.of(tagBytes, innerBytes, hasPointer, 8, 0, 0, 0, 0, 0, 0, 0);

test.each([
  [head(1, 4, 1), 8, { tagBytes: 1, innerBytes: 4, hasPointer: true, itemBytes: 4 }],
  [head(1, 2, 0), 2, { tagBytes: 1, innerBytes: 2, hasPointer: false, itemBytes: 2 }],
  [head(8, 4, 0), 2, { tagBytes: 8, innerBytes: 4, hasPointer: false, itemBytes: 2 }],
])("the format %s for items of %i bytes is %j", (bytes, itemBytes, format) => {
  expect(readOptionFormat(bytes, itemBytes)).toEqual(format);
});

test.each([head(0, 4, 1), head(9, 4, 1), head(1, 4, 1).subarray(1), Uint8Array.of()])(
  "%s is no format",
  (bytes) => {
    expect(() => readOptionFormat(bytes, 8)).toThrow("malformed enum format");
  },
);
