import type { ColumnType, ColumnValue, StoredField, StoredTable } from "../parquet-format.ts";
import type { RowColumn } from "./fs-row.ts";

/**
 * Reads the columns of a table as a program wants them: by position, with exactly its types.
 *
 * @throws Error that says what does not match
 * @see runner-duckdb, section 4
 */
export function readColumns(table: StoredTable, wanted: readonly RowColumn[]): ColumnValue[][] {
  const { fields } = table;
  if (fields.length !== wanted.length) {
    throw new Error(`expected ${wanted.length} columns, got ${fields.length}`);
  }
  return wanted.map((column, i) => {
    const type = checkedType(fields[i] as StoredField, column);
    const values = table.readColumn(i);
    if (!column.nullable && values.includes(null)) {
      throw new Error(`unexpected null value for non-option type, in column ${column.name}`);
    }
    return column.rawBits === undefined
      ? [...values]
      : values.map((value) => rawValue(type, value));
  });
}

/** Checks that a stored column can be read as a wanted one; its stored type. */
function checkedType(field: StoredField, column: RowColumn): ColumnType {
  const { type, repetition } = field;
  const place = `column ${column.name}`;
  if (type === "list" || type === "group" || repetition === "repeated") {
    throw new Error(`type mismatch: the file has nested values in ${place}, which cannot be read`);
  }
  if (typeof type === "object") {
    throw new Error(
      `type mismatch: the file has ${type.unknown}, but Lutra expects ${column.type}, in ${place}`,
    );
  }
  const fits =
    column.rawBits === undefined
      ? type === column.type || (alsoAccepted[column.type] ?? []).includes(type)
      : widths[type] === column.rawBits;
  if (!fits) {
    const expected = column.rawBits === undefined ? column.type : `${column.rawBits} bits`;
    throw new Error(
      `type mismatch: the file has ${type}, but Lutra expects ${expected}, in ${place}`,
    );
  }
  return type;
}

/** Types that are read as another one because they have the same meaning for the same bits. */
const alsoAccepted: Readonly<Partial<Record<ColumnType, readonly ColumnType[]>>> = {
  date: ["int32"],
  time: ["uint64"],
  timestamp: ["int64"],
  duration: ["int64"],
  decimal: ["int64"],
};

/** Bits of the types that raw primitives can hold. */
const widths: Readonly<Partial<Record<ColumnType, number>>> = {
  int8: 8,
  uint8: 8,
  int16: 16,
  uint16: 16,
  int32: 32,
  uint32: 32,
  float32: 32,
  date: 32,
  int64: 64,
  uint64: 64,
  float64: 64,
  time: 64,
  timestamp: 64,
  duration: 64,
};

/** The bits of a value as an unsigned number. */
function rawValue(type: ColumnType, value: ColumnValue): ColumnValue {
  if (typeof value === "bigint") return BigInt.asUintN(64, value);
  if (typeof value !== "number") return value;
  const view = new DataView(new ArrayBuffer(8));
  if (type === "float64") {
    view.setFloat64(0, value);
    return view.getBigUint64(0);
  }
  if (type === "float32") {
    view.setFloat32(0, value);
    return view.getUint32(0);
  }
  return type === "int8" ? value & 0xff : type === "int16" ? value & 0xffff : value >>> 0;
}
