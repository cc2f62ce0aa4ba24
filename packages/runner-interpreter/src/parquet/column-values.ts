import type { ColumnType, ColumnValue } from "../files/parquet-format.ts";

/** Values of a column chunk once decoded, before its annotation is looked at. */
type Stored = unknown;

/**
 * Turns a stored value into a value of the column's type.
 *
 * @throws Error if the value does not fit the type, as in a damaged file
 */
export function columnValue(type: ColumnType, stored: Stored): ColumnValue {
  if (stored === null) return null;
  switch (type) {
    case "bool":
      return booleanIn(type, stored);
    case "int8":
      return (numberIn(type, stored) << 24) >> 24;
    case "int16":
      return (numberIn(type, stored) << 16) >> 16;
    case "int32":
    case "date":
    case "float32":
    case "float64":
      return numberIn(type, stored);
    case "uint8":
      return numberIn(type, stored) & 0xff;
    case "uint16":
      return numberIn(type, stored) & 0xffff;
    case "uint32":
      return numberIn(type, stored) >>> 0;
    case "uint64":
      return BigInt.asUintN(64, bigintIn(type, stored));
    case "int64":
    case "time":
    case "timestamp":
    case "duration":
      return bigintIn(type, stored);
    case "decimal":
      return decimalValue(stored);
    case "text":
      return textValue(stored);
  }
}

function booleanIn(type: ColumnType, stored: Stored): boolean {
  if (typeof stored === "boolean") return stored;
  throw damaged(type, stored);
}

function numberIn(type: ColumnType, stored: Stored): number {
  if (typeof stored === "number") return stored;
  throw damaged(type, stored);
}

function bigintIn(type: ColumnType, stored: Stored): bigint {
  if (typeof stored === "bigint") return stored;
  throw damaged(type, stored);
}

function damaged(type: ColumnType, stored: Stored): Error {
  return new Error(`damaged column: a value of type ${type} is stored as ${typeof stored}`);
}

const decoder = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function textValue(stored: Stored): string {
  if (stored instanceof Uint8Array) return decoder.decode(stored);
  throw damaged("text", stored);
}

/** Reads an unscaled decimal, which is stored as an integer or as big-endian bytes. */
function decimalValue(stored: Stored): bigint {
  if (typeof stored === "bigint") return stored;
  if (typeof stored === "number") return BigInt(stored);
  if (!(stored instanceof Uint8Array)) throw damaged("decimal", stored);
  let value = 0n;
  for (const byte of stored) value = (value << 8n) | BigInt(byte);
  value = BigInt.asIntN(stored.length * 8, value);
  if (BigInt.asIntN(64, value) !== value)
    throw new Error(`the decimal ${value} needs over 64 bits`);
  return value;
}
