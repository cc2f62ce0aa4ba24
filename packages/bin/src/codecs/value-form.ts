import { standardName } from "../types/definitions.ts";
import { codecEnumForm } from "./base/codec-enum-form.ts";
import type { AnyCodec, EnumShape, FieldShape, TupleShape } from "./base/codec.ts";
import { isUnit, resolveNames } from "./base/shape.ts";

/** Form of the values of a codec in JavaScript, for generators of types. */
export type ValueForm =
  /** `name` is that of the standard type (`Int64`), or the width of a raw primitive (`prim32`). */
  | { readonly kind: "scalar"; readonly name: string; readonly isNumber: boolean }
  | { readonly kind: "bytes" }
  | { readonly kind: "array"; readonly item: AnyCodec; readonly isTyped: boolean }
  | { readonly kind: "unit" }
  /** An object, whose fields have different names. */
  | { readonly kind: "object"; readonly fields: readonly NamedField[] }
  /** A list of fixed length; some of the fields may have names. */
  | { readonly kind: "list"; readonly fields: readonly FieldShape[] }
  /** One of some strings. */
  | { readonly kind: "names"; readonly names: readonly string[] }
  /** The payload or `null`. */
  | { readonly kind: "option"; readonly payload: AnyCodec }
  /** An object with `tag`, and `value` if the variant has a payload. */
  | { readonly kind: "tagged"; readonly variants: readonly TaggedVariant[] }
  /** Anything: only the codec's functions know. */
  | { readonly kind: "opaque" };

/** A field of an object. */
export interface NamedField {
  readonly name: string;
  readonly codec: AnyCodec;
}

/** A variant of a tagged union. */
export interface TaggedVariant {
  readonly name: string;
  /** `undefined` for a variant without payload. */
  readonly payload: AnyCodec | undefined;
}

/**
 * Returns the form of a codec's values, with names of definitions resolved.
 *
 * @throws TypeError for names that only lead to each other
 */
export function valueForm(codec: AnyCodec): ValueForm {
  const { shape } = resolveNames(codec);
  switch (shape.kind) {
    case "scalar": {
      const { type } = shape;
      const name = typeof type === "string" ? type : (standardName(type) ?? type.join("::"));
      return { kind: "scalar", name, isNumber: shape.form === "number" };
    }
    case "array":
      return shape.form === "bytes"
        ? { kind: "bytes" }
        : { kind: "array", item: shape.item, isTyped: shape.form === "typed" };
    case "tuple":
      return tupleForm(shape);
    case "enum":
      return enumValueForm(shape);
    case "mapped":
    case "compiled":
    case "definition":
      return { kind: "opaque" };
  }
}

function tupleForm({ fields }: TupleShape): ValueForm {
  if (fields.length === 0) return { kind: "unit" };
  const names = new Set(fields.map(({ name }) => name));
  if (names.size < fields.length || names.has(null)) return { kind: "list", fields };
  return {
    kind: "object",
    fields: fields.map(({ name, codec }) => ({ name: name ?? "", codec })),
  };
}

function enumValueForm(shape: EnumShape): ValueForm {
  const { variants } = shape;
  switch (codecEnumForm(shape)) {
    case "names":
      return { kind: "names", names: variants.map(({ name }) => name) };
    case "option":
      return { kind: "option", payload: variants[1]!.codec };
    case "tagged":
      return {
        kind: "tagged",
        variants: variants.map(({ name, codec }) => ({
          name,
          payload: isUnit(codec) ? undefined : codec,
        })),
      };
  }
}
