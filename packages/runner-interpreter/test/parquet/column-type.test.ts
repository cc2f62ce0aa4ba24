import type { SchemaElement } from "hyparquet/src/types.js";
import { expect, test } from "vitest";
import type { ColumnType } from "../../src/files/parquet-format.ts";
import { annotationOf, columnTypeOf } from "../../src/parquet/column-type.ts";

const types: readonly ColumnType[] = [
  "bool",
  "int8",
  "int16",
  "int32",
  "int64",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "float32",
  "float64",
  "text",
  "date",
  "time",
  "timestamp",
  "decimal",
];

test.each(types)("%s is found again in what a file says of it", (type) => {
  expect(columnTypeOf({ name: "x", ...annotationOf(type) })).toBe(type);
});

test("integers are stored in 32 bits, or in 64 if they need them", () => {
  const stored = types.filter((type) => /int/.test(type)).map((type) => annotationOf(type).type);
  const half = ["INT32", "INT32", "INT32", "INT64"];
  expect(stored).toEqual([...half, ...half]);
  expect(annotationOf("duration")).toEqual({ type: "INT64" });
});

test("times are those of a clock on the wall, and decimals have two places", () => {
  const local = { isAdjustedToUTC: false, unit: "MICROS" };
  expect(annotationOf("time").logical_type).toEqual({ type: "TIME", ...local });
  expect(annotationOf("timestamp").logical_type).toEqual({ type: "TIMESTAMP", ...local });
  expect(annotationOf("decimal")).toMatchObject({ precision: 18, scale: 2 });
});

test.each<[string, Omit<SchemaElement, "name">, ReturnType<typeof columnTypeOf>]>([
  [
    "a signed integer",
    { type: "INT32", logical_type: { type: "INTEGER", bitWidth: 16, isSigned: true } },
    "int16",
  ],
  [
    "an unsigned integer",
    { type: "INT32", logical_type: { type: "INTEGER", bitWidth: 8, isSigned: false } },
    "uint8",
  ],
  [
    "a decimal",
    { type: "INT32", logical_type: { type: "DECIMAL", precision: 9, scale: 2 } },
    "decimal",
  ],
  ["a decimal of an old writer", { type: "INT32", converted_type: "DECIMAL", scale: 2 }, "decimal"],
  [
    "a decimal of three places",
    { type: "INT32", logical_type: { type: "DECIMAL", precision: 9, scale: 3 } },
    { unknown: "DECIMAL(9, 3)" },
  ],
  [
    "a decimal of three places of an old writer",
    { type: "INT32", converted_type: "DECIMAL", scale: 3 },
    { unknown: "DECIMAL" },
  ],
  [
    "a time in milliseconds",
    { type: "INT32", logical_type: { type: "TIME", isAdjustedToUTC: false, unit: "MILLIS" } },
    { unknown: "TIME(false, MILLIS)" },
  ],
  [
    "a timestamp in nanoseconds",
    { type: "INT64", logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "NANOS" } },
    { unknown: "TIMESTAMP(true, NANOS)" },
  ],
  ["a UUID", { type: "FIXED_LEN_BYTE_ARRAY", logical_type: { type: "UUID" } }, { unknown: "UUID" }],
  ["JSON of an old writer", { type: "BYTE_ARRAY", converted_type: "JSON" }, { unknown: "JSON" }],
  ["bytes", { type: "BYTE_ARRAY" }, { unknown: "BYTE_ARRAY" }],
  ["a group without fields", {}, { unknown: "GROUP" }],
])("%s has its type", (_, element, type) => {
  expect(columnTypeOf({ name: "x", ...element })).toEqual(type);
});
