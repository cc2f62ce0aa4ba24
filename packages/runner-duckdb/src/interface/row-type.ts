import type { Ty } from "@lutra/bin";

function handMade(kind: Ty["kind"]): Ty {
  return { kind, layout: null, name: null, variantsRecursive: [] };
}

/** Returns a type of the standard library. */
export function standard(name: string): Ty {
  return handMade({ tag: "ident", value: ["std", name] });
}

/** Returns an array. */
export function listOf(item: Ty): Ty {
  return handMade({ tag: "array", value: item });
}

/** Returns a tuple whose fields are in the order of the object's. */
export function tupleOf(fields: Readonly<Record<string, Ty>>): Ty {
  const value = Object.entries(fields).map(([name, ty]) => ({ name, ty }));
  return handMade({ tag: "tuple", value });
}
