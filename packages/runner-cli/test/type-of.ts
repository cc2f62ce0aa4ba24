import type { Ty, TyKind } from "@lutra/bin";

/** Returns a type of a kind, without a name and not laid out yet. */
export function typeOf(kind: TyKind): Ty {
  return { kind, layout: null, name: null, variantsRecursive: [] };
}
