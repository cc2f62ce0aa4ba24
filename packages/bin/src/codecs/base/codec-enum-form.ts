import { type EnumAccess, enumForm, type EnumForm } from "../../types/enum-form.ts";
import type { AnyCodec, EnumShape, VariantShape } from "./codec.ts";
import { isUnit, resolveNames } from "./shape.ts";

/** Returns the form that values of a codec's enum have. */
export function codecEnumForm(shape: EnumShape): EnumForm {
  return enumForm(shape.variants, access);
}

const access: EnumAccess<AnyCodec, VariantShape> = {
  payload: (variant) => variant.codec,
  isUnit: ({ shape }) => shape.kind === "tuple" && shape.fields.length === 0,
  isNamedUnit: isUnit,
  variantsOf: (codec) => {
    const { shape } = resolveNames(codec);
    return shape.kind === "enum" ? shape.variants : undefined;
  },
  options: /* @__PURE__ */ new WeakMap(),
};
