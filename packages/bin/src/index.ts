/**
 * The Lutra binary format.
 *
 * @module
 */
export { array } from "./array.ts";
export { type BigIntCodec, decimal, duration, int64, prim64 } from "./big-int.ts";
export { time, timestamp, uint64 } from "./big-int.ts";
export { bool } from "./bool.ts";
export { bytes } from "./bytes.ts";
export type { AnyCodec, Codec, CodecOps, DecodeOptions, EncodeOptions, Infer } from "./codec.ts";
export { codecFor } from "./codec-for.ts";
export { completeTypes, type TypeWithDefs } from "./complete-types.ts";
export { DecodeError } from "./decode-error.ts";
export { enumOf, type EnumValue, type EnumVariants, type VariantValue } from "./enum-of.ts";
export { float32, float64 } from "./float.ts";
export { layoutOf } from "./layout-of.ts";
export { mapped, type Mapping } from "./mapped.ts";
export { option } from "./option.ts";
export { ordering } from "./ordering.ts";
export { named, recursive } from "./recursive.ts";
export type { NumericArray, NumericArrayType, NumericCodec } from "./scalar.ts";
export type { Shape } from "./shape.ts";
export { date, int16, int32, int8, prim16, prim32, prim8 } from "./small-int.ts";
export { uint16, uint32, uint8 } from "./small-int.ts";
export { text } from "./text.ts";
export { decimalText, isoDate, isoDuration, isoTime } from "./text-forms.ts";
export { isoTimestamp, jsDate, jsDay } from "./text-forms.ts";
export { tuple, type TupleFields, type TupleValue, unit } from "./tuple.ts";
export { typedArray } from "./typed-array.ts";
export type { Path, Ty, TyDef, TyEnumVariant, TyFunction, TyKind } from "./ty.ts";
export type { TyLayout, TyPrimitive, TyTupleField } from "./ty.ts";
