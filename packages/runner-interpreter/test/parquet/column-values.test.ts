import { expect, test } from "vitest";
import { columnValue } from "../../src/parquet/column-values.ts";

test.each([
  ["bool", true, true],
  ["int8", 0xff, -1],
  ["int8", 0x17f, 127],
  ["int16", 0xffff, -1],
  ["int16", 0x1_7fff, 32_767],
  ["int32", -5, -5],
  ["uint8", -1, 255],
  ["uint8", 0x1_00, 0],
  ["uint16", -1, 65_535],
  ["uint16", 0x1_0000, 0],
  ["uint32", -1, 4_294_967_295],
  ["uint64", -1n, 2n ** 64n - 1n],
  ["int64", -1n, -1n],
  ["float64", 0.5, 0.5],
  ["date", -2, -2],
  ["time", 3n, 3n],
  ["timestamp", 3n, 3n],
  ["text", Uint8Array.of(0xc5, 0xbe), "ž"],
  ["decimal", 7n, 7n],
  ["decimal", 7, 7n],
  ["decimal", new Uint8Array(0), 0n],
  ["decimal", Uint8Array.of(0x01, 0x02), 0x102n],
  ["decimal", Uint8Array.of(0xff), -1n],
  ["decimal", Uint8Array.of(0x00, 0xff), 255n],
  ["decimal", new Uint8Array(20).fill(0xff), -1n],
  ["text", null, null],
] as const)("%s stored as %o is %o", (type, stored, value) => {
  expect(columnValue(type, stored)).toBe(value);
});

test.each([
  ["a decimal of more than 64 bits", Uint8Array.of(0, 0x80, 0, 0, 0, 0, 0, 0, 0)],
  [
    "a decimal below those of 64 bits",
    Uint8Array.of(0xff, 0x7f, 255, 255, 255, 255, 255, 255, 255),
  ],
])("%s is refused", (_, stored) => {
  expect(() => columnValue("decimal", stored)).toThrow("needs over 64 bits");
});

test("a byte order mark at the start of a string is kept", () => {
  expect(columnValue("text", new Uint8Array([0xef, 0xbb, 0xbf, 0x61]))).toBe("\ufeffa");
});

test("a string that is not UTF-8 is damaged", () => {
  expect(() => columnValue("text", new Uint8Array([0x61, 0xff]))).toThrow(TypeError);
});

test.each([
  ["bool", 1],
  ["int32", 1n],
  ["int64", 1],
  ["text", "a"],
  ["decimal", "1"],
] as const)("%s stored as %o is damaged", (type, stored) => {
  expect(() => columnValue(type, stored)).toThrow(`damaged column: a value of type ${type}`);
});
