import type { ValueVector } from "@lutra-internal/fixtures";
import type { Ty, TyDef, TyKind, TyPrimitive } from "../src/ty.ts";

type VectorTy = ValueVector["ty"];

/** The type of a vector as a type descriptor, without layouts. */
export function tyOf(ty: VectorTy): Ty {
  return {
    kind: kindOf(ty),
    layout: null,
    name: null,
    variantsRecursive: ty.k === "enum" ? ty.recursive : [],
  };
}

/** The definitions of a vector. */
export function defsOf(vector: ValueVector): readonly TyDef[] {
  return vector.defs.map(({ name, ty }) => ({ name, ty: tyOf(ty) }));
}

function kindOf(ty: VectorTy): TyKind {
  switch (ty.k) {
    case "prim":
      return { tag: "primitive", value: `prim${ty.bits}` satisfies TyPrimitive };
    case "ident":
      return { tag: "ident", value: ty.path };
    case "array":
      return { tag: "array", value: tyOf(ty.item) };
    case "tuple":
      return {
        tag: "tuple",
        value: ty.fields.map((field) => ({ name: field.name, ty: tyOf(field.ty) })),
      };
    case "enum":
      return {
        tag: "enum",
        value: ty.variants.map((variant) => ({ name: variant.name, ty: tyOf(variant.ty) })),
      };
  }
}
