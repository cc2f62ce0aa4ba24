import { describe, expect, test } from "vitest";
import {
  array,
  type AnyCodec,
  type Codec,
  enumOf,
  int16,
  int8,
  option,
  text,
  tuple,
  unit,
} from "../../src/index.ts";

const many = (count: number): Codec<string> =>
  enumOf(Object.fromEntries(Array.from({ length: count }, (_, i) => [`v${i}`, unit])));

describe("a tag that no variant has is refused", () => {
  test.each<readonly [string, AnyCodec, readonly number[], string]>([
    ["an option", option(int8), [2, 7], "2 variants, got 2"],
    ["names", many(3), [3], "3 variants, got 3"],
    ["variants with payloads", enumOf({ a: int8, b: unit }), [255, 7], "2 variants, got 255"],
    ["names with tags of two bytes", many(300), [0x2c, 1], "300 variants, got 300"],
  ])("by %s", (_, codec, bytes, message) => {
    expect(() => codec.decode(Uint8Array.from(bytes))).toThrow(
      `expected the tag of one of ${message}`,
    );
  });
});

test("names are written with tags of as many bytes as they need", () => {
  expect(Array.from(many(256).encode("v255"))).toEqual([255]);
  expect(Array.from(many(257).encode("v256"))).toEqual([0, 1]);
  expect(many(257).decode(Uint8Array.of(0, 1))).toBe("v256");
});

test("bytes that a variant does not use are zeros, whatever was there before", () => {
  const variant = enumOf({ none: unit, small: int8, large: int16, name: unit });
  const codec = array(tuple([text, variant, option(int16)]));
  const heads = (value: Parameters<typeof codec.encode>[0]): Uint8Array =>
    codec.encode(value).subarray(8);
  // Memory that was written is used again.
  codec.encode(Array.from({ length: 9 }, () => ["xxxxxxxx", { tag: "large", value: -1 }, -1]));
  const end = [0, 0, 0, 0];
  expect(Array.from(heads([["", { tag: "none" }, null]]).subarray(4))).toEqual([
    ...end,
    0,
    0,
    0,
    0,
    0,
    0,
  ]);
  expect(Array.from(heads([["", { tag: "small", value: -1 }, -2]]).subarray(4))).toEqual([
    ...end,
    1,
    255,
    0,
    1,
    254,
    255,
  ]);
  expect(Array.from(heads([["a", { tag: "name" }, null]]).subarray(8))).toEqual([
    3, 0, 0, 0, 0, 0, 97,
  ]);
});
