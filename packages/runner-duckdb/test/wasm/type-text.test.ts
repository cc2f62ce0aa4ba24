import { expect, test } from "vitest";
import type { ArrowType } from "../../src/wasm/arrow.ts";
import { isZoned, typeText } from "../../src/wasm/type-text.ts";

const int32: ArrowType = { typeId: 2, bitWidth: 32, isSigned: true };
const utf8: ArrowType = { typeId: 5 };
const row: ArrowType = {
  typeId: 13,
  children: [
    { name: "a", type: int32 },
    { name: "b", type: utf8 },
  ],
};
const part = (type: ArrowType): Pick<ArrowType, "children"> => ({
  children: [{ name: "item", type }],
});

// The numbers are those of Arrow's format: Schema.fbs.
test.each<[string, ArrowType]>([
  ["ENUM", { typeId: -1 }],
  ["SMALLINT", { typeId: 2, bitWidth: 16, isSigned: true }],
  ["UBIGINT", { typeId: 2, bitWidth: 64, isSigned: false }],
  ["UTINYINT", { typeId: 2, bitWidth: 8, isSigned: false }],
  ["INTEGER", int32],
  ["FLOAT", { typeId: 3, precision: 1 }],
  ["DOUBLE", { typeId: 3, precision: 2 }],
  ["BLOB, BIT or BIGNUM", { typeId: 4 }],
  ["VARCHAR", utf8],
  ["BOOLEAN", { typeId: 6 }],
  ["HUGEINT or DECIMAL(38,0)", { typeId: 7, precision: 38, scale: 0 }],
  ["DECIMAL(38,1)", { typeId: 7, precision: 38, scale: 1 }],
  ["DECIMAL(37,0)", { typeId: 7, precision: 37, scale: 0 }],
  ["DATE", { typeId: 8 }],
  ["TIME", { typeId: 9 }],
  ["TIMESTAMP_S", { typeId: 10, unit: 0 }],
  ["TIMESTAMP_MS", { typeId: 10, unit: 1, timezone: "" }],
  ["TIMESTAMP", { typeId: 10, unit: 2, timezone: null }],
  ["TIMESTAMP_NS", { typeId: 10, unit: 3 }],
  ["TIMESTAMP WITH TIME ZONE", { typeId: 10, unit: 2, timezone: "UTC" }],
  ["INTERVAL", { typeId: 11 }],
  ["INTEGER[]", { typeId: 12, ...part(int32) }],
  ["VARCHAR[3]", { typeId: 16, listSize: 3, ...part(utf8) }],
  ['STRUCT("a" INTEGER, "b" VARCHAR)', row],
  ['UNION("a" INTEGER, "b" VARCHAR)', { ...row, typeId: 14 }],
  ["MAP(INTEGER, VARCHAR)", { typeId: 17, ...part(row) }],
  ["UHUGEINT", { typeId: 15 }],
])("names %s", (name, type) => {
  expect(typeText(type)).toBe(name);
});

test.each<ArrowType>([
  { typeId: 99 },
  { typeId: 2, bitWidth: 128, isSigned: true },
  { typeId: 10, unit: 4 },
  { typeId: 10 },
])("falls back on Arrow's own name: %j", (type) => {
  expect(typeText({ ...type, toString: () => "Arrow's" })).toBe("Arrow's");
});

test("only timestamps with a zone are moments", () => {
  expect(isZoned({ typeId: 10 })).toBe(false);
  expect(isZoned({ typeId: 10, timezone: "Europe/Prague" })).toBe(true);
});
