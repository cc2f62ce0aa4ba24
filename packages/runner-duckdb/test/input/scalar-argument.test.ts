import { expect, test } from "vitest";
import { scalarArgument } from "../../src/input/scalar-argument.ts";
import { scalarOf } from "../../src/scalar.ts";

test.each([
  ["Bool", true, "BOOLEAN", true],
  ["Text", "é", "VARCHAR", "é"],
  ["Int8", -128, "TINYINT", -128],
  ["Uint8", 255, "UTINYINT", 255],
  ["Int16", -32768, "SMALLINT", -32768],
  ["Uint16", 65535, "USMALLINT", 65535],
  ["Int32", -(2 ** 31), "INTEGER", -(2 ** 31)],
  ["Uint32", 2 ** 32 - 1, "UINTEGER", 2 ** 32 - 1],
  ["Int64", -(2n ** 63n), "BIGINT", -(2n ** 63n)],
  ["Uint64", 2n ** 64n - 1n, "UBIGINT", 2n ** 64n - 1n],
  ["Float32", 0.5, "FLOAT", 0.5],
  ["Float64", 0.1, "DOUBLE", 0.1],
  ["Date", -1, "INTEGER", -1],
  ["Time", 1n, "UBIGINT", 1n],
  ["Timestamp", -1n, "BIGINT", -1n],
  ["Duration", -1n, "BIGINT", -1n],
  ["Decimal", -1n, "BIGINT", -1n],
  // Bits without a meaning are those of a signed number.
  ["prim8", 127, "TINYINT", 127],
  ["prim8", 128, "TINYINT", -128],
  ["prim8", 255, "TINYINT", -1],
  ["prim16", 32767, "SMALLINT", 32767],
  ["prim16", 32768, "SMALLINT", -32768],
  ["prim32", 2 ** 31 - 1, "INTEGER", 2 ** 31 - 1],
  ["prim32", 2 ** 31, "INTEGER", -(2 ** 31)],
  ["prim64", 2n ** 63n - 1n, "BIGINT", 2n ** 63n - 1n],
  ["prim64", 2n ** 63n, "BIGINT", -(2n ** 63n)],
  ["prim64", 2n ** 64n - 1n, "BIGINT", -1n],
])("a %s of %s is bound as %s", (name, value, type, bound) => {
  expect(scalarArgument(scalarOf(name))(value)).toEqual({ type, value: bound });
});
