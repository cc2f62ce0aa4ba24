import { type EnumAccess, enumForm, type EnumForm } from "../../types/enum-form.ts";
import type { AnyCodec, EnumShape, VariantShape } from "./codec.ts";
import { isUnit, resolveNames } from "./shape.ts";

/** Returns the form that values of a codec's enum have. */
export function codecEnumForm(shape: EnumShape): EnumForm {
  return enumForm(shape.variants, access);
}

/** Stands for the variants of a compiled option: a payload that has no `null`. */
const someOption: readonly VariantShape[] = [
  { name: "none", codec: { shape: { kind: "tuple", fields: [] } } as unknown as AnyCodec },
  { name: "some", codec: { shape: { kind: "scalar", type: "prim8" } } as unknown as AnyCodec },
];

const access: EnumAccess<AnyCodec, VariantShape> = {
  payload: (variant) => variant.codec,
  isUnit: ({ shape }) => shape.kind === "tuple" && shape.fields.length === 0,
  isNamedUnit: isUnit,
  variantsOf: (codec) => {
    const { shape } = resolveNames(codec);
    if (shape.kind === "compiled") return shape.form === "option" ? someOption : undefined;
    return shape.kind === "enum" ? shape.variants : undefined;
  },
  options: /* @__PURE__ */ new WeakMap(),
};
