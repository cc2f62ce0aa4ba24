/**
 * The Lutra binary format.
 *
 * @module
 */
export type { Codec, DecodeOptions, Infer } from "./codec.ts";
export { DecodeError } from "./decode-error.ts";
export type {
  Path,
  Ty,
  TyDef,
  TyEnumVariant,
  TyFunction,
  TyKind,
  TyLayout,
  TyPrimitive,
  TyTupleField,
} from "./ty.ts";
