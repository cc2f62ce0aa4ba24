import { expect, test } from "vitest";
import type {
  ColumnType,
  ColumnValue,
  StoredField,
  StoredTable,
  StoredValue,
} from "../../../src/files/parquet-format.ts";
import { readColumns } from "../../../src/native/fs/columns.ts";
import type { ColumnShape, RowColumn } from "../../../src/native/fs/row.ts";

const field = (
  type: StoredField["type"],
  repetition: StoredField["repetition"] = "required",
  ...fields: readonly StoredField[]
): StoredField => ({ name: "x", type, repetition, fields });
const column = (shape: ColumnShape): RowColumn => ({ name: "x", nullable: false, shape });

const int32: ColumnShape = { kind: "scalar", type: "int32" };
const bits: ColumnShape = { kind: "rawBits", bits: 32 };
const tuple: ColumnShape = { kind: "tuple", fields: [column(int32)] };
const list: ColumnShape = { kind: "array", item: column(int32), asBytes: false };
const rows: ColumnShape = { kind: "array", item: column(tuple), asBytes: false };

const item = field("int32");

/** Reads the only column of a table. */
function readColumn(stored: StoredField, shape: ColumnShape, values: readonly StoredValue[]) {
  const table: Partial<StoredTable> = { fields: [stored], readColumn: () => values };
  return readColumns(table as StoredTable, [column(shape)])[0];
}

test.each<readonly [string, StoredField, ColumnShape, StoredValue]>([
  ["a list", field("list", "required", field("int32")), list, [1, 2]],
  ["a repeated scalar", field("int32", "repeated"), list, [1, 2]],
  ["a group", field("group", "required", item), tuple, [1]],
  ["a group that may be absent", field("group", "optional", item), tuple, [1]],
  ["a repeated group", field("group", "repeated", item), rows, [[1], [2]]],
])("%s is read as what it holds", (_, stored, shape, value) => {
  expect(readColumn(stored, shape, [value])).toEqual([value]);
});

test.each<readonly [ColumnType, 8 | 16 | 32 | 64, ColumnValue, ColumnValue]>([
  ["int8", 8, -1, 0xff],
  ["uint8", 8, 0xff, 0xff],
  ["int16", 16, -1, 0xff_ff],
  ["uint16", 16, 0xff_ff, 0xff_ff],
  ["int32", 32, -1, 0xff_ff_ff_ff],
  ["uint32", 32, 0xff_ff_ff_ff, 0xff_ff_ff_ff],
  ["float32", 32, 1, 0x3f_80_00_00],
  ["date", 32, -1, 0xff_ff_ff_ff],
  ["int64", 64, -1n, 2n ** 64n - 1n],
  ["uint64", 64, 2n ** 64n - 1n, 2n ** 64n - 1n],
  ["float64", 64, 1, 0x3f_f0_00_00_00_00_00_00n],
  ["time", 64, -1n, 2n ** 64n - 1n],
  ["timestamp", 64, -1n, 2n ** 64n - 1n],
  ["duration", 64, -1n, 2n ** 64n - 1n],
])("%s is read as %i bits, and as no other number of them", (type, width, value, raw) => {
  const readAs = (bits: 8 | 16 | 32 | 64) =>
    readColumn(field(type), { kind: "rawBits", bits }, [value]);
  expect(readAs(width)).toEqual([raw]);
  for (const other of [8, 16, 32, 64].filter((each) => each !== width))
    expect(() => readAs(other as 8)).toThrow(`has ${type}, but Lutra expects ${other} bits`);
});

test.each<readonly [string, string, StoredField, ColumnShape]>([
  ["repeated int32", "int32", field("int32", "repeated"), int32],
  ["repeated int32", "32 bits", field("int32", "repeated"), bits],
  ["repeated a group of 1 members", "a tuple of 1 fields", field("group", "repeated", item), tuple],
  ["list", "a tuple of 1 fields", field("list", "required", item), tuple],
  ["a group of 1 members", "a list", field("group", "required", item), list],
  ["list", "int32", field("list", "required", item), int32],
  ["a group of 1 members", "32 bits", field("group", "required", item), bits],
  ["INT96", "int32", field({ unknown: "INT96" }), int32],
  ["INT96", "32 bits", field({ unknown: "INT96" }), bits],
])("%s is not read as %s", (has, expected, stored, shape) => {
  expect(() => readColumn(stored, shape, [])).toThrow(
    `type mismatch: the file has ${has}, but Lutra expects ${expected}, in column x`,
  );
});
