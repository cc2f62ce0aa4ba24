import type { TyPrimitive } from "../types/ty.ts";
import type { AnyCodec } from "./base/codec.ts";
import { decimal, duration, int64, prim64, time, timestamp, uint64 } from "./big-int.ts";
import { bool } from "./bool.ts";
import { float32, float64 } from "./float.ts";
import { date, int16, int32, int8, prim16, prim32, prim8 } from "./small-int.ts";
import { uint16, uint32, uint8 } from "./small-int.ts";
import { text } from "./text.ts";

/** Codecs of the standard scalars, by the last segment of their paths. */
export const standardCodecs: Readonly<Record<string, AnyCodec>> = {
  Bool: bool,
  Int8: int8,
  Int16: int16,
  Int32: int32,
  Int64: int64,
  Uint8: uint8,
  Uint16: uint16,
  Uint32: uint32,
  Uint64: uint64,
  Float32: float32,
  Float64: float64,
  Text: text,
  Date: date,
  Time: time,
  Timestamp: timestamp,
  Duration: duration,
  Decimal: decimal,
};

/** Codecs of bits without a meaning. */
export const primitiveCodecs: Readonly<Record<TyPrimitive, AnyCodec>> = {
  prim8,
  prim16,
  prim32,
  prim64,
};
