import { type Writer, writeText } from "@lutra/bin/transcode";
import { CellError } from "@lutra/runner-sql";
import { plainInteger, shortened, wideInteger } from "./integer-text.ts";
import type { Scalar } from "../scalar.ts";

/** Writes the value that a text stands for into the bytes reserved at `at`. */
export type CellWriter = (writer: Writer, text: string, at: number) => void;

/**
 * What writes the cells of a scalar, whatever numeric type the server chose for the column.
 *
 * Integers keep their low bits, because unsigned ones come as signed, and small ones in wider columns.
 *
 * @throws CellError for text that is no value of the scalar
 * @see runner-postgres, section 5.2
 */
export function cellWriter(scalar: Scalar): CellWriter {
  switch (scalar.kind) {
    case "bool":
      return writeBool;
    case "text":
      return writeText;
    case "float":
      return scalar.bits === 32 ? writeFloat32 : writeFloat64;
    case "integer":
      return integerWriters[scalar.bits];
  }
}

const integerWriters: Readonly<Record<8 | 16 | 32 | 64, CellWriter>> = {
  8: (writer, text, at) => {
    writer.bytes[at] = lowBits(text);
  },
  16: (writer, text, at) => writer.view.setInt16(at, lowBits(text), true),
  32: (writer, text, at) => writer.view.setInt32(at, lowBits(text), true),
  64: (writer, text, at) => {
    const plain = plainInteger(text);
    if (Number.isNaN(plain)) {
      writer.view.setBigUint64(at, BigInt.asUintN(64, wideInteger(text)), true);
    } else {
      // Twice as fast as the way through a bigint; both halves are exact below 2^53.
      writer.view.setUint32(at, plain, true);
      writer.view.setInt32(at + 4, Math.floor(plain / 0x1_0000_0000), true);
    }
  },
};

function lowBits(text: string): number {
  const plain = plainInteger(text);
  return Number.isNaN(plain) ? Number(BigInt.asIntN(32, wideInteger(text))) : plain;
}

function writeBool(writer: Writer, text: string, at: number): void {
  if (text === "t" || text === "true") writer.bytes[at] = 1;
  else if (text === "f" || text === "false") writer.bytes[at] = 0;
  else throw new CellError(`expected t or f, got ${shortened(text)}`);
}

function writeFloat32(writer: Writer, text: string, at: number): void {
  writer.view.setFloat32(at, floatOf(text), true);
}

function writeFloat64(writer: Writer, text: string, at: number): void {
  writer.view.setFloat64(at, floatOf(text), true);
}

function floatOf(text: string): number {
  const value = Number(text);
  // An empty text would be 0.
  if ((Number.isNaN(value) && text !== "NaN") || text === "") {
    throw new CellError(`expected a number, got ${shortened(text)}`);
  }
  return value;
}
