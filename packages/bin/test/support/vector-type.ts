import type { ValueVector } from "@lutra-internal/fixtures";
import type { Path, Ty, TyDef, TyKind, TyPrimitive } from "../../src/types/ty.ts";

type VectorTy = ValueVector["ty"];

/** Returns a type descriptor without layouts from a type of the vectors. */
export function tyOf(vector: VectorTy): Ty {
  const variantsRecursive = vector.k === "enum" ? vector.recursive : [];
  return { kind: kindOf(vector), layout: null, name: null, variantsRecursive };
}

/** Definitions from those of the vectors. */
export function defsOf(
  vector: readonly { readonly name: Path; readonly ty: VectorTy }[],
): readonly TyDef[] {
  return vector.map(({ name, ty }) => ({ name, ty: tyOf(ty) }));
}

function kindOf(vector: VectorTy): TyKind {
  switch (vector.k) {
    case "prim":
      return { tag: "primitive", value: `prim${vector.bits}` as TyPrimitive };
    case "ident":
      return { tag: "ident", value: vector.path };
    case "array":
      return { tag: "array", value: tyOf(vector.item) };
    case "tuple":
      return {
        tag: "tuple",
        value: vector.fields.map(({ name, ty }) => ({ name, ty: tyOf(ty) })),
      };
    case "enum":
      return {
        tag: "enum",
        value: vector.variants.map(({ name, ty }) => ({ name, ty: tyOf(ty) })),
      };
  }
}
