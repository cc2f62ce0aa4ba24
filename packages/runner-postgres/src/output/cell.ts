import { float32FromText, type Writer, writeText } from "@lutra/bin/transcode";
import { CellError } from "@lutra/runner-sql";
import { type IntegerRange, plainInteger, shortened, wideInteger } from "./integer-text.ts";
import type { Scalar } from "../scalar.ts";

/** Writes the value that a string stands for into the bytes reserved at `at`. */
export type CellWriter = (writer: Writer, text: string, at: number) => void;

/**
 * Returns the function that writes the cells of a scalar, whatever numeric type the server chose for the column.
 *
 * Unsigned integers come as signed ones, and may come as themselves from a wider column. Of 8 bits the low ones of 16
 * are kept, because the compiler computes with them in `int2`.
 *
 * @throws CellError for text that is no value of the scalar
 * @see docs/spec/postgres.md, "Rows"
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
      return integerWriter(scalar.bits, scalar.isSigned);
  }
}

function integerWriter(bits: 8 | 16 | 32 | 64, isSigned: boolean): CellWriter {
  // The compiler computes with 8 bits in 16, and means the low ones.
  const width = BigInt(bits === 8 ? 16 : bits);
  const least = -(2n ** (width - 1n));
  const range = { least, greatest: isSigned ? -least - 1n : 2n ** width - 1n };
  const narrow = narrowReader(range);
  switch (bits) {
    case 8:
      return (writer, text, at) => {
        writer.bytes[at] = narrow(text);
      };
    case 16:
      return (writer, text, at) => writer.view.setInt16(at, narrow(text), true);
    case 32:
      return (writer, text, at) => writer.view.setInt32(at, narrow(text), true);
    case 64:
      return (writer, text, at) => {
        const plain = plainInteger(text);
        if (Number.isNaN(plain)) {
          writer.view.setBigUint64(at, wideInteger(text, range), true);
        } else {
          // Both halves are exact below 2^53.
          writer.view.setUint32(at, plain, true);
          writer.view.setInt32(at + 4, Math.floor(plain / 0x1_0000_0000), true);
        }
      };
  }
}

/** Returns the function that reads integers of up to 32 bits. */
function narrowReader(range: IntegerRange): (text: string) => number {
  const least = Number(range.least);
  const greatest = Number(range.greatest);
  return (text) => {
    const plain = plainInteger(text);
    // Neither holds for NaN.
    return plain >= least && plain <= greatest ? plain : Number(wideInteger(text, range));
  };
}

function writeBool(writer: Writer, text: string, at: number): void {
  if (text === "t" || text === "true") writer.bytes[at] = 1;
  else if (text === "f" || text === "false") writer.bytes[at] = 0;
  else throw new CellError(`expected t or f, got ${shortened(text)}`);
}

function writeFloat32(writer: Writer, text: string, at: number): void {
  writer.view.setFloat32(at, floatOf(text, float32FromText), true);
}

function writeFloat64(writer: Writer, text: string, at: number): void {
  writer.view.setFloat64(at, floatOf(text, Number), true);
}

function floatOf(text: string, read: (text: string) => number): number {
  const value = read(text);
  // An empty text would be 0.
  if ((Number.isNaN(value) && text !== "NaN") || text === "") {
    throw new CellError(`expected a number, got ${shortened(text)}`);
  }
  return value;
}
