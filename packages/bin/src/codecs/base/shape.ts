import type { AnyCodec } from "./codec.ts";
import type { Path } from "../../types/ty.ts";

/**
 * What a codec's type is made of: the one description that reading, writing, type descriptors and generated code
 * are derived from. Layouts are not part of it; they follow from it.
 */
export type Shape =
  | ScalarShape
  | ArrayShape
  | TupleShape
  | EnumShape
  | DefinitionShape
  | MappedShape;

/** A type without parts, known by its standard name or by its width. */
export interface ScalarShape {
  readonly kind: "scalar";
  /** Path of the standard type (`["std", "Int64"]`), or the width of a raw primitive. */
  readonly type: Path | "prim8" | "prim16" | "prim32" | "prim64";
}

/** An array, whatever form its value has in JavaScript. */
export interface ArrayShape {
  readonly kind: "array";
  readonly item: AnyCodec;
}

/** A tuple: an object if every field has a name of its own, `undefined` if there are no fields, else a list. */
export interface TupleShape {
  readonly kind: "tuple";
  readonly fields: readonly FieldShape[];
}

/** A field of a tuple. */
export interface FieldShape {
  readonly name: string | null;
  readonly codec: AnyCodec;
}

/** An enum. */
export interface EnumShape {
  readonly kind: "enum";
  readonly variants: readonly VariantShape[];
  /** Whether recursion forces payloads behind a pointer. */
  readonly forced: () => boolean;
}

/** A variant of an enum. */
export interface VariantShape {
  readonly name: string;
  readonly codec: AnyCodec;
}

/** A type with a name of its own: the place where recursion can close. */
export interface DefinitionShape {
  readonly kind: "definition";
  readonly path: Path | null;
  readonly target: () => AnyCodec;
}

/** The bytes of one type, with other values in JavaScript. */
export interface MappedShape {
  readonly kind: "mapped";
  readonly codec: AnyCodec;
}

/** The codec behind names. */
export function resolveNames(codec: AnyCodec): AnyCodec {
  // Refuses names that only lead to each other, which would have no end here.
  void codec.headBytes;
  let resolved = codec;
  while (resolved.shape.kind === "definition") resolved = resolved.shape.target();
  return resolved;
}

/** Whether the only value is `undefined`: the empty tuple, also under a name. */
export function isUnit(codec: AnyCodec): boolean {
  const { shape } = resolveNames(codec);
  return shape.kind === "tuple" && shape.fields.length === 0;
}
