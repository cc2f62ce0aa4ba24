import { expect, test } from "vitest";
import type { StoredField, StoredValue } from "../../src/files/parquet-format.ts";
import { positionName } from "../../src/parquet/column-node.ts";
import { storedValue } from "../../src/parquet/stored-value.ts";

const field = (
  type: StoredField["type"],
  repetition: StoredField["repetition"] = "required",
  ...fields: readonly StoredField[]
): StoredField => ({ name: "x", type, repetition, fields });

/** Returns a group as it is stored: its members by their positions. */
const members = (...values: readonly unknown[]): object =>
  Object.fromEntries(values.map((value, i) => [positionName(i), value]));

const item = field("int32");
const optional = field("int32", "optional");

test.each<readonly [string, StoredField, unknown, StoredValue]>([
  ["a number", item, 7, 7],
  ["an absent number", optional, null, null],
  ["a number below what is absent", optional, undefined, null],
  ["a list", field("list", "required", optional), [7, null], [7, null]],
  ["an absent list", field("list", "optional", item), null, null],
  ["a repeated number", field("int32", "repeated"), [7, 8], [7, 8]],
  ["a group", field("group", "required", item, optional), members(7, null), [7, null]],
  ["a repeated group", field("group", "repeated", item), [members(7), members(8)], [[7], [8]]],
])("%s is a value of its field", (_, type, stored, value) => {
  expect(storedValue(type, stored)).toEqual(value);
});

test.each<readonly [string, StoredField, unknown]>([
  ["x is no list", field("list", "required", item), 7],
  ["x is no list", field("int32", "repeated"), null],
  ["a value of type int32", item, "7"],
  ["a group has no member x", field("group", "required", item), {}],
  ["a group has no member x", field("group", "required", item, item), members(7)],
  ["a group has no member x", field("group", "required", item), null],
  ["a group has no member x", field("group", "required", item), 7],
])("a column is damaged if %s", (message, type, stored) => {
  expect(() => storedValue(type, stored)).toThrow(`damaged column: ${message}`);
});
