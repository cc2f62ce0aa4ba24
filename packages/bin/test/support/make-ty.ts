import type { Ty, TyKind } from "../../src/types/ty.ts";

/** The unit type. */
export const unit: Ty = make({ tag: "tuple", value: [] });

/** Returns a standard scalar: `std("Int64")`. */
export function std(name: string): Ty {
  return ident("std", name);
}

/** Returns a type by its name. */
export function ident(...path: string[]): Ty {
  return make({ tag: "ident", value: path });
}

/** Returns `[item]` */
export function array(item: Ty): Ty {
  return make({ tag: "array", value: item });
}

/** Returns a tuple of fields in order; `null` for a field without a name. */
export function tuple(...fields: readonly (readonly [name: string | null, ty: Ty])[]): Ty {
  return make({ tag: "tuple", value: fields.map(([name, ty]) => ({ name, ty })) });
}

/** Returns an enum; variants without a type carry nothing. */
export function enumOf(...variants: readonly (readonly [name: string, ty?: Ty])[]): Ty {
  return make({ tag: "enum", value: variants.map(([name, ty = unit]) => ({ name, ty })) });
}

/** Returns `ty?` */
export function option(ty: Ty): Ty {
  return enumOf(["none"], ["some", ty]);
}

/** Returns `func (params) -> body` */
export function func(params: readonly Ty[], body: Ty): Ty {
  return make({ tag: "function", value: { params, body } });
}

/** Returns a raw primitive. */
export function prim(bits: 8 | 16 | 32 | 64): Ty {
  return make({ tag: "primitive", value: `prim${bits}` });
}

function make(kind: TyKind): Ty {
  return { kind, layout: null, name: null, variantsRecursive: [] };
}
