import {
  type ColumnVector,
  type FixedType,
  isNull,
  type TextVector,
  type Validity,
} from "../vector.ts";
import { type ArrowData, type ArrowType, arrowTypes, arrowUnits } from "./arrow.ts";
import { isHugeInteger, isZoned, typeText } from "./type-text.ts";

/** Reads Arrow data where it lies. Texts and numbers have the same form there. */
export function vectorOf(data: ArrowData): ColumnVector {
  const { type } = data;
  const common = { type: typeText(type), validity: validityOf(data) };
  const fixed = fixedTypeOf(type);
  if (fixed !== undefined) {
    return { ...common, kind: "fixed", type: fixed, bytes: bytesOf(data) };
  }
  switch (type.typeId) {
    case arrowTypes.bool: {
      // Bits as those that say what is not NULL.
      const values = { bits: bytesOf(data), offset: data.offset };
      return { ...common, kind: "boolean", at: (row) => !isNull(values, row) };
    }
    case arrowTypes.utf8:
      return { ...common, kind: "text", ...textsOf(data) };
    case arrowTypes.decimal:
      return {
        ...common,
        kind: "exact",
        scale: type.scale ?? 0,
        isWhole: isHugeInteger(type),
        at: integersOf(data),
      };
    case arrowTypes.list: {
      const offsets = data.valueOffsets!;
      return {
        ...common,
        kind: "list",
        start: (row) => offsets[row]!,
        length: (row) => offsets[row + 1]! - offsets[row]!,
        items: vectorOf(data.children![0]!),
      };
    }
    case arrowTypes.struct:
      return { ...common, kind: "struct", fields: data.children!.map(vectorOf) };
    case arrowTypes.union:
      if (type.mode === arrowUnits.sparse) return { ...common, ...unionOf(data), validity: null };
      break;
    default:
  }
  return { ...common, kind: "other" };
}

function fixedTypeOf(type: ArrowType): FixedType | undefined {
  switch (type.typeId) {
    case arrowTypes.int:
      return integerTypes.get(type.isSigned ? type.bitWidth! : -type.bitWidth!);
    case arrowTypes.float:
      if (type.precision === arrowUnits.single) return "FLOAT";
      return type.precision === arrowUnits.double ? "DOUBLE" : undefined;
    case arrowTypes.date:
      return type.unit === arrowUnits.day ? "DATE" : undefined;
    case arrowTypes.time:
      return type.unit === arrowUnits.microsecond ? "TIME" : undefined;
    case arrowTypes.timestamp:
      return type.unit === arrowUnits.microsecond && !isZoned(type) ? "TIMESTAMP" : undefined;
    default:
      return undefined;
  }
}

/** By width, negative for types without a sign. */
const integerTypes: ReadonlyMap<number, FixedType> = /* @__PURE__ */ new Map([
  [8, "TINYINT"],
  [16, "SMALLINT"],
  [32, "INTEGER"],
  [64, "BIGINT"],
  [-8, "UTINYINT"],
  [-16, "USMALLINT"],
  [-32, "UINTEGER"],
  [-64, "UBIGINT"],
]);

function unionOf({
  type,
  typeIds,
  children,
}: ArrowData): Pick<
  Extract<ColumnVector, { kind: "union" }>,
  "kind" | "tag" | "names" | "members"
> {
  const tags = typeIds as ArrayLike<number>;
  const members = type.typeIdToChildIndex!;
  return {
    kind: "union",
    tag: (row) => members[tags[row]!] ?? -1,
    names: type.children!.map(({ name }) => name),
    members: children!.map(vectorOf),
  };
}

function validityOf({ nullBitmap, offset }: ArrowData): Validity | null {
  // Where no row is null there is no bitmap.
  return nullBitmap === undefined || nullBitmap.length === 0 ? null : { bits: nullBitmap, offset };
}

function bytesOf({ values }: ArrowData): Uint8Array {
  if (!ArrayBuffer.isView(values)) return new Uint8Array(0);
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function textsOf(data: ArrowData): Pick<TextVector, "byteLength" | "copy"> {
  const bytes = bytesOf(data);
  const offsets = data.valueOffsets!;
  return {
    byteLength: (row) => offsets[row + 1]! - offsets[row]!,
    copy: (row, target, at) => {
      const start = offsets[row]!;
      const end = offsets[row + 1]!;
      if (end - start > 24) target.set(bytes.subarray(start, end), at);
      else for (let i = start; i < end; i++) target[at + i - start] = bytes[i]!;
    },
  };
}

/** Returns a reader of numbers of 128 bits. */
function integersOf(data: ArrowData): (row: number) => bigint {
  const bytes = bytesOf(data);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (row) => (view.getBigInt64(row * 16 + 8, true) << 64n) | view.getBigUint64(row * 16, true);
}
