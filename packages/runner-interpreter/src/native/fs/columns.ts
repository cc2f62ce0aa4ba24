import type {
  ColumnType,
  ColumnValue,
  StoredField,
  StoredTable,
  StoredValue,
} from "../../files/parquet-format.ts";
import type { ColumnShape, RowColumn } from "./row.ts";

/**
 * Reads the columns of a table as a program wants them: by position, with exactly its types.
 *
 * @throws Error that says what does not match
 * @see docs/spec/duckdb.md, "Results"
 */
export function readColumns(table: StoredTable, wanted: readonly RowColumn[]): unknown[][] {
  const { fields } = table;
  if (fields.length !== wanted.length) {
    throw new Error(`expected ${wanted.length} columns, got ${fields.length}`);
  }
  return wanted.map((column, i) => {
    const convert = conversion(fields[i] as StoredField, column);
    return table.readColumn(i).map(convert);
  });
}

type Conversion = (stored: StoredValue) => unknown;

/** Checks that a stored field can be read as a wanted column, and says how. */
function conversion(field: StoredField, column: RowColumn): Conversion {
  const convert = valueConversion(field, column);
  return (stored) => {
    if (stored !== null) return convert(stored);
    if (column.nullable) return null;
    throw new Error(`unexpected null value for non-option type, in column ${column.name}`);
  };
}

function valueConversion(field: StoredField, column: RowColumn): Conversion {
  const { shape } = column;
  switch (shape.kind) {
    case "scalar":
    case "rawBits": {
      const type = checkedType(field, column, shape);
      if (shape.kind === "scalar") return (stored) => stored;
      return (stored) => rawValue(type, stored as ColumnValue);
    }
    case "array": {
      const item = itemField(field);
      if (item === undefined) throw mismatch(field, "a list", column);
      const convert = conversion(item, shape.item);
      return (stored) => {
        const items = (stored as readonly StoredValue[]).map(convert);
        return shape.asBytes ? Uint8Array.from(items as number[]) : items;
      };
    }
    case "tuple": {
      const members = field.type === "group" && field.repetition !== "repeated" ? field.fields : [];
      if (members.length !== shape.fields.length) {
        throw mismatch(field, `a tuple of ${shape.fields.length} fields`, column);
      }
      const converts = members.map((member, i) => conversion(member, shape.fields[i] as RowColumn));
      return (stored) => (stored as readonly StoredValue[]).map((value, i) => converts[i]?.(value));
    }
  }
}

/** Returns the field of the items, if a field is a list or repeated. */
function itemField(field: StoredField): StoredField | undefined {
  if (field.repetition === "repeated") return { ...field, repetition: "required" };
  return field.type === "list" ? field.fields[0] : undefined;
}

/** Checks that a stored field can be read as a wanted scalar; its stored type. */
function checkedType(
  field: StoredField,
  column: RowColumn,
  shape: Extract<ColumnShape, { readonly kind: "scalar" | "rawBits" }>,
): ColumnType {
  const { type } = field;
  const expected = shape.kind === "scalar" ? shape.type : `${shape.bits} bits`;
  const isScalar = typeof type === "string" && type !== "list" && type !== "group";
  if (!isScalar || field.repetition === "repeated") throw mismatch(field, expected, column);
  const fits =
    shape.kind === "rawBits"
      ? widths[type] === shape.bits
      : type === shape.type || alsoAccepted[shape.type]?.includes(type) === true;
  if (!fits) throw mismatch(field, expected, column);
  return type;
}

function mismatch(
  { type, repetition, fields }: StoredField,
  expected: string,
  column: RowColumn,
): Error {
  const single = typeof type === "object" ? type.unknown : type;
  const shown = single === "group" ? `a group of ${fields.length} members` : single;
  const stored = repetition === "repeated" ? `repeated ${shown}` : shown;
  return new Error(
    `type mismatch: the file has ${stored}, but Lutra expects ${expected}, in column ${column.name}`,
  );
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

/** Returns the bits of a value as an unsigned number. */
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
