import { asInt32 } from "../bytes/codec-ops.ts";
import { outOfRange, wrongKind } from "../bytes/fault.ts";
import type { ScalarShape } from "./base/codec.ts";
import { createNumeric, type NumericCodec, std } from "./scalar.ts";

/** Refuses a value that an integer type cannot hold. */
export function refuseInt(bits: number, signed: boolean, value: unknown): never {
  const min = signed ? -(2 ** (bits - 1)) : 0;
  const max = 2 ** (signed ? bits - 1 : bits) - 1;
  const expected = `an integer from ${min} to ${max}`;
  if (typeof value !== "number") wrongKind(expected, value);
  outOfRange(expected, value);
}

function createUint8(type: ScalarShape["type"]): NumericCodec<number, Uint8Array> {
  return createNumeric(
    type,
    Uint8Array,
    (reader, at) => reader.bytes[at],
    (writer, value, at) => {
      if (typeof value !== "number" || (value & 0xff) !== value) refuseInt(8, false, value);
      writer.bytes[at] = value;
    },
  );
}

function createUint16(type: ScalarShape["type"]): NumericCodec<number, Uint16Array> {
  return createNumeric(
    type,
    Uint16Array,
    (reader, at) => reader.view.getUint16(at, true),
    (writer, value, at) => {
      if (typeof value !== "number" || (value & 0xffff) !== value) refuseInt(16, false, value);
      writer.view.setUint16(at, value, true);
    },
  );
}

function createUint32(type: ScalarShape["type"]): NumericCodec<number, Uint32Array> {
  return createNumeric(
    type,
    Uint32Array,
    (reader, at) => reader.view.getUint32(at, true),
    (writer, value, at) => {
      if (typeof value !== "number" || value >>> 0 !== value) refuseInt(32, false, value);
      writer.view.setUint32(at, value, true);
    },
  );
}

function createInt32(name: string): NumericCodec<number, Int32Array> {
  return createNumeric(
    std(name),
    Int32Array,
    (reader, at) => reader.view.getInt32(at, true),
    (writer, value, at) => {
      if (typeof value !== "number" || (value | 0) !== value) refuseInt(32, true, value);
      writer.view.setInt32(at, value, true);
    },
    asInt32,
  );
}

/** `std::Int8` as a `number`. */
export const int8: NumericCodec<number, Int8Array> = /* @__PURE__ */ createNumeric(
  /* @__PURE__ */ std("Int8"),
  Int8Array,
  (reader, at) => reader.view.getInt8(at),
  (writer, value, at) => {
    if (typeof value !== "number" || (value << 24) >> 24 !== value) refuseInt(8, true, value);
    writer.view.setInt8(at, value);
  },
);

/** `std::Int16` as a `number`. */
export const int16: NumericCodec<number, Int16Array> = /* @__PURE__ */ createNumeric(
  /* @__PURE__ */ std("Int16"),
  Int16Array,
  (reader, at) => reader.view.getInt16(at, true),
  (writer, value, at) => {
    if (typeof value !== "number" || (value << 16) >> 16 !== value) refuseInt(16, true, value);
    writer.view.setInt16(at, value, true);
  },
);

/** `std::Int32` as a `number`. */
export const int32: NumericCodec<number, Int32Array> = /* @__PURE__ */ createInt32("Int32");

/** `std::Date`: days since 1970-01-01 as a `number`. */
export const date: NumericCodec<number, Int32Array> = /* @__PURE__ */ createInt32("Date");

/** `std::Uint8` as a `number`. */
export const uint8: NumericCodec<number, Uint8Array> = /* @__PURE__ */ createUint8(
  /* @__PURE__ */ std("Uint8"),
);

/** `std::Uint16` as a `number`. */
export const uint16: NumericCodec<number, Uint16Array> = /* @__PURE__ */ createUint16(
  /* @__PURE__ */ std("Uint16"),
);

/** `std::Uint32` as a `number`. */
export const uint32: NumericCodec<number, Uint32Array> = /* @__PURE__ */ createUint32(
  /* @__PURE__ */ std("Uint32"),
);

/** Eight bits without a meaning, as an unsigned `number`. */
export const prim8: NumericCodec<number, Uint8Array> = /* @__PURE__ */ createUint8("prim8");

/** Sixteen bits without a meaning, as an unsigned `number`. */
export const prim16: NumericCodec<number, Uint16Array> = /* @__PURE__ */ createUint16("prim16");

/** Thirty-two bits without a meaning, as an unsigned `number`. */
export const prim32: NumericCodec<number, Uint32Array> = /* @__PURE__ */ createUint32("prim32");
