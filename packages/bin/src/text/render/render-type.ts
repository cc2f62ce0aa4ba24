import type { Ty, TyEnumVariant, TyPrimitive, TyTupleField } from "../../types/ty.ts";
import { isUnit } from "../../types/type-view.ts";
import { escapeControls } from "../escape-controls.ts";

/**
 * Renders a type in Lutra's notation: `{id: Int64, tags: [Text]}`.
 *
 * Names are not followed; options are written out as enums, as the Rust original does.
 *
 * @see docs/spec/binary-format.md, "Rendering types"
 * @example
 * renderType(ty); // {id: Int16, title: Text}
 */
export function renderType(ty: Ty): string {
  switch (ty.kind.tag) {
    case "primitive":
      return primitives[ty.kind.value];
    case "tuple":
      return `{${ty.kind.value.map(fieldType).join(", ")}}`;
    case "array":
      return `[${renderType(ty.kind.value)}]`;
    case "enum": {
      const forced = new Set(ty.variantsRecursive);
      const variants = ty.kind.value.map((variant, i) => variantType(variant, forced.has(i)));
      return `enum {${variants.join(", ")}}`;
    }
    case "function": {
      const { params, body } = ty.kind.value;
      return `func (${params.map(renderType).join(", ")}) -> ${renderType(body)}`;
    }
    case "ident": {
      const path = ty.kind.value;
      const shown = path.length > 1 && path[0] === "std" ? path.slice(1) : path;
      return shown.map(quoteName).join("::");
    }
  }
}

const primitives = {
  prim8: "Prim8",
  prim16: "Prim16",
  prim32: "Prim32",
  prim64: "Prim64",
} as const satisfies Record<TyPrimitive, string>;

function fieldType(field: TyTupleField): string {
  const type = renderType(field.ty);
  return field.name === null ? type : `${quoteName(field.name)}: ${type}`;
}

function variantType(variant: TyEnumVariant, forced: boolean): string {
  const mark = forced ? "@recursive " : "";
  const name = quoteName(variant.name);
  return isUnit(variant.ty) ? `${mark}${name}` : `${mark}${name}: ${renderType(variant.ty)}`;
}

function quoteName(name: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_]*$/.test(name) ? name : `\`${escapeControls(name)}\``;
}
