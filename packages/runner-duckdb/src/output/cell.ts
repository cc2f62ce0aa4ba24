import { CellError } from "@lutra/runner-sql";
import type { CellWriter } from "./cell-writer.ts";
import { exactCellWriter } from "./exact-cell.ts";
import type { Scalar } from "../scalar.ts";
import {
  type BooleanVector,
  type ColumnVector,
  fixedWidths,
  type FixedVector,
  type TextVector,
} from "../vector.ts";

/**
 * Returns a function that writes the cells of a column as a scalar: it copies bytes, without making values.
 *
 * @throws CellError for a column that cannot hold the scalar
 * @see docs/spec/duckdb.md, "Results"
 */
export function cellWriter(scalar: Scalar, vector: ColumnVector): CellWriter {
  if (vector.kind === "fixed" && scalar.columns.includes(vector.type)) {
    return copyWriters[fixedWidths[vector.type]](vector);
  }
  if (vector.kind === "boolean" && scalar.kind === "bool") return boolWriter(vector);
  if (vector.kind === "text" && scalar.kind === "text") return textWriter(vector);
  return exactCellWriter(scalar, vector) ?? mismatch(scalar.name, vector);
}

/** @throws CellError always */
export function mismatch(expected: string, vector: ColumnVector): never {
  throw new CellError(`type mismatch: DuckDB has ${vector.type}, but Lutra expects ${expected}`);
}

const copyWriters: Readonly<Record<1 | 2 | 4 | 8, (vector: FixedVector) => CellWriter>> = {
  1: ({ bytes }) => {
    return (writer, row, at) => {
      writer.bytes[at] = bytes[row]!;
    };
  },
  2: ({ bytes }) => {
    const values = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 1);
    return (writer, row, at) => writer.view.setUint16(at, values[row]!, true);
  },
  4: ({ bytes }) => {
    const values = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
    return (writer, row, at) => writer.view.setInt32(at, values[row]!, true);
  },
  8: ({ bytes }) => {
    // Halves: a bigint or a float on the way would cost more, and a float might not keep the bits of a NaN.
    const halves = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
    return (writer, row, at) => {
      const { view } = writer;
      view.setInt32(at, halves[2 * row]!, true);
      view.setInt32(at + 4, halves[2 * row + 1]!, true);
    };
  },
};

function boolWriter({ at: valueAt }: BooleanVector): CellWriter {
  return (writer, row, at) => {
    writer.bytes[at] = valueAt(row) ? 1 : 0;
  };
}

function textWriter({ byteLength, copy }: TextVector): CellWriter {
  return (writer, row, at) => {
    const length = byteLength(row);
    writer.arrayHead(at, length);
    const start = writer.reserve(length);
    copy(row, writer.bytes, start);
  };
}
