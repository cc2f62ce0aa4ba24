import { CellError } from "@lutra/runner-sql";
import type { CellWriter } from "./cell-writer.ts";
import { rangeOf, type Scalar } from "../scalar.ts";
import type { ColumnVector, ExactVector, FixedType, FixedVector } from "../vector.ts";

/**
 * Returns a function that writes the cells of a numeric column as a scalar of another type. Every value that fits is
 * exact.
 *
 * The compiler is not always right about types: a power of integers comes as DOUBLE. And queries that people wrote
 * themselves give whatever DuckDB chose.
 *
 * @returns `undefined` if the column cannot hold the scalar
 */
export function exactCellWriter(scalar: Scalar, vector: ColumnVector): CellWriter | undefined {
  switch (scalar.kind) {
    case "integer": {
      const valueAt = integerReader(vector);
      return valueAt && integerWriter(scalar, valueAt);
    }
    case "float":
      return vector.kind === "fixed" ? floatWriter(scalar, vector) : undefined;
    case "decimal":
      // Whole numbers may be hundredths, a sum of them for example, or not.
      return vector.kind === "exact" && !vector.isWhole ? hundredthsWriter(vector) : undefined;
    case "bool":
    case "text":
    case "bits":
    case "date":
    case "time":
      return undefined;
  }
}

/** Reads what should be whole numbers. */
type IntegerReader = (row: number) => bigint;

function integerReader(vector: ColumnVector): IntegerReader | undefined {
  if (vector.kind === "exact") return vector.scale === 0 ? vector.at : undefined;
  if (vector.kind !== "fixed") return undefined;
  const values = numbersOf(vector);
  if (values === undefined) return undefined;
  return (row) => {
    const value = values[row]!;
    if (typeof value === "number" && !Number.isInteger(value)) {
      throw new CellError(`expected a whole number, got ${value}`);
    }
    return BigInt(value);
  };
}

function integerWriter(scalar: Scalar, valueAt: IntegerReader): CellWriter {
  const { min, max } = rangeOf(scalar);
  return (writer, row, at) => {
    const value = valueAt(row);
    if (value < min || value > max)
      throw new CellError(`${value} is out of range for ${scalar.name}`);
    for (let i = 0; i < scalar.bytes; i++) {
      writer.bytes[at + i] = Number((value >> BigInt(8 * i)) & 0xffn);
    }
  };
}

function floatWriter(scalar: Scalar, { type, bytes }: FixedVector): CellWriter | undefined {
  if (type === "DOUBLE" && scalar.bytes === 4) {
    const values = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 3);
    return (writer, row, at) => writer.view.setFloat32(at, values[row]!, true);
  }
  if (type === "FLOAT" && scalar.bytes === 8) {
    const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
    return (writer, row, at) => writer.view.setFloat64(at, values[row]!, true);
  }
  return undefined;
}

/** Decimals are hundredths; digits after the second must be zeros. */
function hundredthsWriter({ scale, type, at: valueAt }: ExactVector): CellWriter {
  const factor = 10n ** BigInt(Math.max(0, 2 - scale));
  const divisor = 10n ** BigInt(Math.max(0, scale - 2));
  return (writer, row, at) => {
    const value = valueAt(row) * factor;
    const hundredths = value / divisor;
    if (hundredths * divisor !== value || BigInt.asIntN(64, hundredths) !== hundredths) {
      throw new CellError(`a value of ${type} is no 64-bit number of hundredths`);
    }
    writer.view.setBigInt64(at, hundredths, true);
  };
}

type Numbers = ArrayLike<number> | ArrayLike<bigint>;

function numbersOf({ type, bytes }: FixedVector): Numbers | undefined {
  const { buffer, byteOffset, byteLength } = bytes;
  return readers[type]?.(buffer, byteOffset, byteLength);
}

type NumbersReader = (buffer: ArrayBufferLike, start: number, bytes: number) => Numbers;

/** Dates and times are not numbers. */
const readers: Readonly<Partial<Record<FixedType, NumbersReader>>> = {
  TINYINT: (buffer, start, bytes) => new Int8Array(buffer, start, bytes),
  UTINYINT: (buffer, start, bytes) => new Uint8Array(buffer, start, bytes),
  SMALLINT: (buffer, start, bytes) => new Int16Array(buffer, start, bytes >> 1),
  USMALLINT: (buffer, start, bytes) => new Uint16Array(buffer, start, bytes >> 1),
  INTEGER: (buffer, start, bytes) => new Int32Array(buffer, start, bytes >> 2),
  UINTEGER: (buffer, start, bytes) => new Uint32Array(buffer, start, bytes >> 2),
  BIGINT: (buffer, start, bytes) => new BigInt64Array(buffer, start, bytes >> 3),
  UBIGINT: (buffer, start, bytes) => new BigUint64Array(buffer, start, bytes >> 3),
  FLOAT: (buffer, start, bytes) => new Float32Array(buffer, start, bytes >> 2),
  DOUBLE: (buffer, start, bytes) => new Float64Array(buffer, start, bytes >> 3),
};
