/**
 * The Lutra binary format.
 *
 * @module
 */
export type { CodecOps } from "./bytes/codec-ops.ts";
export type { DecodeOptions, EncodeOptions } from "./bytes/limits.ts";
export type { Shape } from "./codecs/base/codec.ts";
export { array } from "./codecs/array.ts";
export { type BigIntCodec, decimal, duration, int64, prim64 } from "./codecs/big-int.ts";
export { time, timestamp, uint64 } from "./codecs/big-int.ts";
export { bool } from "./codecs/bool.ts";
export type { Brand } from "./codecs/brand.ts";
export { bytes } from "./codecs/bytes.ts";
export type { AnyCodec, Codec, CodecPart, Decoder, Encoder } from "./codecs/base/codec.ts";
export type { Infer, InferInput } from "./codecs/base/codec.ts";
export { codecFor, type CodecForOptions } from "./codecs/codec-for.ts";
export { completeTypes, type TypeWithDefs } from "./types/complete-types.ts";
export { DecodeError } from "./bytes/decode-error.ts";
export { type EnumInput, enumOf, type EnumValue } from "./codecs/enum-of.ts";
export type { EnumVariants, VariantValue } from "./codecs/enum-of.ts";
export { float32, float64 } from "./codecs/float.ts";
export { layoutOf } from "./types/layout-of.ts";
export { mapped, type Mapping } from "./codecs/mapped.ts";
export { option } from "./codecs/option.ts";
export { ordering } from "./codecs/ordering.ts";
export { named, recursive } from "./codecs/recursive.ts";
export type { NumericArray, NumericArrayType, NumericCodec } from "./codecs/scalar.ts";
export { date, int16, int32, int8, prim16, prim32, prim8 } from "./codecs/small-int.ts";
export { uint16, uint32, uint8 } from "./codecs/small-int.ts";
export { text } from "./codecs/text.ts";
export { decimalText, isoDate, isoDuration, isoTime } from "./codecs/text-forms.ts";
export { isoTimestamp, jsDate, jsDay } from "./codecs/text-forms.ts";
export { tuple, type TupleFields, type TupleInput, type TupleValue, unit } from "./codecs/tuple.ts";
export { typeDifference, type TypeDifference } from "./codecs/type-difference.ts";
export { typedArray } from "./codecs/typed-array.ts";
export type { Path, Ty, TyDef, TyEnumVariant, TyFunction, TyKind } from "./types/ty.ts";
export type { TyLayout, TyPrimitive, TyTupleField } from "./types/ty.ts";
