import { optionPayload } from "../../types/enum-form.ts";
import type { Ty, TyEnumVariant } from "../../types/ty.ts";
import { isUnit } from "../../types/type-view.ts";

/**
 * Returns a type in a few characters, for the head of a column.
 *
 * @see docs/spec/binary-format.md, "Rows and tables"
 */
export function typeName(ty: Ty): string {
  const { kind } = ty;
  switch (kind.tag) {
    case "ident":
      return kind.value.at(-1) ?? "";
    case "primitive":
      return kind.value.replace("prim", "Prim");
    case "tuple":
      return kind.value.length === 0 ? "{}" : "{…}";
    case "array":
      return `[${isShort(kind.value) ? typeName(kind.value) : "…"}]`;
    case "enum": {
      const payload = payloadOf(kind.value);
      if (payload !== undefined) return `${typeName(payload)}?`;
      const names = kind.value.map((variant) => variant.name);
      const shown = names.length > 3 ? [...names.slice(0, 2), "…"] : names;
      return `enum{${shown.join(",")}}`;
    }
    case "function":
      return "func";
  }
}

function isShort(item: Ty): boolean {
  if (item.kind.tag === "enum") {
    const payload = payloadOf(item.kind.value);
    return payload !== undefined && isShort(payload);
  }
  return item.kind.tag === "ident" || item.kind.tag === "primitive";
}

function payloadOf(variants: readonly TyEnumVariant[]): Ty | undefined {
  return optionPayload(variants, (variant) => variant.ty, isUnit);
}
