import type { CodecOps } from "../bytes/codec-ops.ts";
import { outOfRange, wrongKind } from "../bytes/fault.ts";
import type { Reader } from "../bytes/reader.ts";
import type { Writer } from "../bytes/writer.ts";
import type { Codec, ScalarShape } from "./base/codec.ts";
import { createCodec } from "./base/create-codec.ts";
import { createNumeric, type NumericCodec, std } from "./scalar.ts";

/** A 64-bit type as `bigint`, with a second codec that uses `number`. */
export interface BigIntCodec<A extends BigInt64Array | BigUint64Array> extends NumericCodec<
  bigint,
  A
> {
  /**
   * The same type as `number`, several times faster to compute with.
   *
   * It refuses integers that a `number` cannot hold exactly: decoding throws a `DecodeError`, encoding a `RangeError`.
   */
  readonly asNumber: Codec<number>;
}

const wordSize = 2 ** 32;

const readSigned: CodecOps["read"] = (reader, at) => reader.view.getBigInt64(at, true);

const readUnsigned: CodecOps["read"] = (reader, at) => reader.view.getBigUint64(at, true);

function writeSigned(writer: Writer, value: unknown, at: number): void {
  if (typeof value !== "bigint") wrongKind("a bigint", value);
  if (BigInt.asIntN(64, value) !== value) outOfRange("a 64-bit signed integer", value);
  writer.view.setBigInt64(at, value, true);
}

function writeUnsigned(writer: Writer, value: unknown, at: number): void {
  if (typeof value !== "bigint") wrongKind("a bigint", value);
  if (BigInt.asUintN(64, value) !== value) outOfRange("a 64-bit unsigned integer", value);
  writer.view.setBigUint64(at, value, true);
}

// Two words instead of BigInt: five times faster, and exact in the range of safe integers.
function readSafe(reader: Reader, at: number, high: number): number {
  const value = high * wordSize + reader.view.getUint32(at, true);
  if (!Number.isSafeInteger(value)) {
    reader.fail("the integer is too large for a number; decode it as bigint", at);
  }
  return value;
}

function writeSafe(writer: Writer, value: unknown, at: number, signed: boolean): void {
  const expected = signed ? "a safe integer" : "a safe integer that is not negative";
  if (typeof value !== "number") wrongKind(expected, value);
  if (!Number.isSafeInteger(value) || (value < 0 && !signed)) outOfRange(expected, value);
  writer.view.setUint32(at, value, true);
  writer.view.setInt32(at + 4, Math.floor(value / wordSize), true);
}

/** Creates a codec of `number` for a type of 64 bits. */
function createSafe(
  type: ScalarShape["type"],
  readHigh: (reader: Reader, at: number) => number,
  signed: boolean,
): Codec<number> {
  const ops: CodecOps = {
    read: (reader, at) => readSafe(reader, at, readHigh(reader, at + 4)),
    write: (writer, value, at) => writeSafe(writer, value, at, signed),
  };
  return createCodec({
    shape: { kind: "scalar", type, form: "number" },
    headBytes: () => 8,
    ops: () => ops,
  });
}

function createSigned(name: string): BigIntCodec<BigInt64Array> {
  const codec = createNumeric<bigint, BigInt64Array>(
    std(name),
    BigInt64Array,
    readSigned,
    writeSigned,
  );
  const asNumber = createSafe(std(name), (reader, at) => reader.view.getInt32(at, true), true);
  return Object.assign(codec, { asNumber });
}

function createUnsigned(type: ScalarShape["type"]): BigIntCodec<BigUint64Array> {
  const codec = createNumeric<bigint, BigUint64Array>(
    type,
    BigUint64Array,
    readUnsigned,
    writeUnsigned,
  );
  const asNumber = createSafe(type, (reader, at) => reader.view.getUint32(at, true), false);
  return Object.assign(codec, { asNumber });
}

/** `std::Int64` as a `bigint`. */
export const int64: BigIntCodec<BigInt64Array> = /* @__PURE__ */ createSigned("Int64");

/** `std::Uint64` as a `bigint`. */
export const uint64: BigIntCodec<BigUint64Array> = /* @__PURE__ */ createUnsigned(
  /* @__PURE__ */ std("Uint64"),
);

/** `std::Time`: microseconds since midnight as a `bigint`. */
export const time: BigIntCodec<BigUint64Array> = /* @__PURE__ */ createUnsigned(
  /* @__PURE__ */ std("Time"),
);

/** `std::Timestamp`: microseconds since 1970-01-01T00:00:00 UTC as a `bigint`. */
export const timestamp: BigIntCodec<BigInt64Array> = /* @__PURE__ */ createSigned("Timestamp");

/** `std::Duration`: microseconds as a `bigint`. */
export const duration: BigIntCodec<BigInt64Array> = /* @__PURE__ */ createSigned("Duration");

/** `std::Decimal`: hundredths as a `bigint`; 12.34 is `1234n`. */
export const decimal: BigIntCodec<BigInt64Array> = /* @__PURE__ */ createSigned("Decimal");

/** Sixty-four bits without a meaning, as an unsigned `bigint`. */
export const prim64: BigIntCodec<BigUint64Array> = /* @__PURE__ */ createUnsigned("prim64");
