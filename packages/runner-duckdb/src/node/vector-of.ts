import type { ColumnVector, FixedType, Validity } from "../vector.ts";
import { fixedWidths } from "../vector.ts";
import type { Bindings, VectorHandle } from "./bindings.ts";
import { textBytes, textVector } from "./text-vector.ts";

/** Members that the adapter reads of a `DuckDBType`. */
export interface NodeType {
  readonly typeId: number;
  readonly valueType?: NodeType;
  readonly entryTypes?: readonly NodeType[];
  readonly memberTypes?: readonly NodeType[];
  readonly memberTags?: readonly string[];
  readonly width?: number;
  readonly scale?: number;
  toString(): string;
}

/** `DuckDBTypeId` of the types whose bytes are taken as they are. */
const fixedTypes: Readonly<Record<number, FixedType>> = {
  2: "TINYINT",
  3: "SMALLINT",
  4: "INTEGER",
  5: "BIGINT",
  6: "UTINYINT",
  7: "USMALLINT",
  8: "UINTEGER",
  9: "UBIGINT",
  10: "FLOAT",
  11: "DOUBLE",
  12: "TIMESTAMP",
  13: "DATE",
  14: "TIME",
};

/** `DuckDBTypeId` of the others. */
const typeIds = {
  boolean: 1,
  hugeint: 16,
  varchar: 17,
  decimal: 19,
  list: 24,
  struct: 25,
  union: 28,
  uhugeint: 32,
} as const;

/** Checks if the number of a type says everything about it. */
export function isPlain({ typeId }: NodeType): boolean {
  return typeId in fixedTypes || typeId === typeIds.boolean || typeId === typeIds.varchar;
}

/**
 * Reads vectors of DuckDB where they lie.
 *
 * The result is valid as long as the chunk is kept.
 */
export function vectorOf(
  bindings: Bindings,
  type: NodeType,
  handle: VectorHandle,
  rows: number,
): ColumnVector {
  const validity = validityOf(bindings, handle, rows);
  const fixed = fixedTypes[type.typeId];
  if (fixed !== undefined) {
    const bytes = dataOf(bindings, handle, rows * fixedWidths[fixed]);
    return { kind: "fixed", type: fixed, validity, bytes };
  }
  switch (type.typeId) {
    case typeIds.boolean: {
      const bytes = dataOf(bindings, handle, rows);
      return { kind: "boolean", type: type.toString(), validity, at: (row) => bytes[row] !== 0 };
    }
    case typeIds.varchar:
      return textVector(
        bindings,
        dataOf(bindings, handle, rows * textBytes),
        type.toString(),
        validity,
      );
    case typeIds.decimal: {
      const at = integersOf(bindings, handle, rows, decimalWidth(type.width!));
      return {
        kind: "exact",
        type: type.toString(),
        validity,
        scale: type.scale!,
        isWhole: false,
        at,
      };
    }
    case typeIds.hugeint: {
      const at = integersOf(bindings, handle, rows, 16);
      return { kind: "exact", type: type.toString(), validity, scale: 0, isWhole: true, at };
    }
    case typeIds.uhugeint: {
      const at = integersOf(bindings, handle, rows, 16);
      const asUnsigned = (row: number): bigint => BigInt.asUintN(128, at(row));
      return {
        kind: "exact",
        type: type.toString(),
        validity,
        scale: 0,
        isWhole: true,
        at: asUnsigned,
      };
    }
    case typeIds.list: {
      // Of each row: where its items begin and how many they are, 64 bits each. No list is as long as 2^32.
      const data = dataOf(bindings, handle, rows * 16);
      const words = new Uint32Array(data.buffer, data.byteOffset, rows * 4);
      const child = bindings.list_vector_get_child(handle);
      const size = bindings.list_vector_get_size(handle);
      return {
        kind: "list",
        // For messages only, and it takes longer than to read a few rows.
        get type() {
          return type.toString();
        },
        validity,
        start: (row) => words[4 * row]!,
        length: (row) => words[4 * row + 2]!,
        items: vectorOf(bindings, type.valueType!, child, size),
      };
    }
    case typeIds.struct:
      return {
        kind: "struct",
        get type() {
          return type.toString();
        },
        validity,
        fields: partsOf(bindings, type.entryTypes!, handle, rows, 0),
      };
    case typeIds.union: {
      // A struct whose first field is the tag.
      const tags = dataOf(bindings, bindings.struct_vector_get_child(handle, 0), rows);
      return {
        kind: "union",
        get type() {
          return type.toString();
        },
        validity,
        tag: (row) => tags[row]!,
        names: type.memberTags!,
        members: partsOf(bindings, type.memberTypes!, handle, rows, 1),
      };
    }
    default:
      return { kind: "other", type: type.toString(), validity };
  }
}

function partsOf(
  bindings: Bindings,
  types: readonly NodeType[],
  handle: VectorHandle,
  rows: number,
  first: number,
): readonly ColumnVector[] {
  return types.map((part, i) =>
    vectorOf(bindings, part, bindings.struct_vector_get_child(handle, first + i), rows),
  );
}

function validityOf(bindings: Bindings, handle: VectorHandle, rows: number): Validity | null {
  const bits = bindings.vector_get_validity(handle, Math.ceil(rows / 64) * 8);
  return bits ? { bits, offset: 0 } : null;
}

function dataOf(bindings: Bindings, handle: VectorHandle, bytes: number): Uint8Array {
  // A vector without rows may have no memory.
  return bytes === 0 ? new Uint8Array(0) : bindings.vector_get_data(handle, bytes);
}

function decimalWidth(digits: number): 2 | 4 | 8 | 16 {
  return digits <= 4 ? 2 : digits <= 9 ? 4 : digits <= 18 ? 8 : 16;
}

function integersOf(
  bindings: Bindings,
  handle: VectorHandle,
  rows: number,
  width: 2 | 4 | 8 | 16,
): (row: number) => bigint {
  const { buffer, byteOffset } = dataOf(bindings, handle, rows * width);
  const view = new DataView(buffer, byteOffset, rows * width);
  switch (width) {
    case 2:
      return (row) => BigInt(view.getInt16(row * 2, true));
    case 4:
      return (row) => BigInt(view.getInt32(row * 4, true));
    case 8:
      return (row) => view.getBigInt64(row * 8, true);
    case 16:
      return (row) =>
        (view.getBigInt64(row * 16 + 8, true) << 64n) | view.getBigUint64(row * 16, true);
  }
}
