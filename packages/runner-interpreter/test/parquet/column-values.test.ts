import { expect, test } from "vitest";
import { columnValue } from "../../src/parquet/column-values.ts";

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
] as const)("%s stored as %o is damaged", (type, stored) => {
  expect(() => columnValue(type, stored)).toThrow(`damaged column: a value of type ${type}`);
});
