import type { Ty, TyDef } from "@lutra/bin";

/** A type and its definitions. */
export interface TypeWithDefs {
  readonly ty: Ty;
  readonly defs: readonly TyDef[];
}

/**
 * Checks if two types have the same values and bytes: the same fields and variants in the same order, at every depth.
 * Names of definitions do not count.
 */
export function isSameType(first: TypeWithDefs, second: TypeWithDefs): boolean {
  const names = [first, second].map(
    ({ defs }) => new Map(defs.map((def) => [def.name.join("::"), def.ty])),
  );
  const compared = new Map<Ty, Set<Ty>>();
  const open: (readonly [Ty, Ty])[] = [[first.ty, second.ty]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [a, b] = [end(pair[0], names[0]!), end(pair[1], names[1]!)];
    if (compared.get(a)?.has(b)) continue;
    compared.set(a, (compared.get(a) ?? new Set()).add(b));
    const parts = commonParts(a, b);
    if (parts === undefined) return false;
    open.push(...parts);
  }
  return true;
}

/** Follows names to a type that is not a name, or to a name without a definition. */
function end(ty: Ty, names: ReadonlyMap<string, Ty>): Ty {
  let found = ty;
  for (let steps = 0; steps < names.size && found.kind.tag === "ident"; steps++) {
    if (found.kind.value[0] === "std" && found.kind.value.length === 2) return found;
    found = names.get(found.kind.value.join("::")) ?? found;
  }
  return found;
}

/** Returns the parts of two types in pairs; `undefined` if the types differ. */
function commonParts(a: Ty, b: Ty): readonly (readonly [Ty, Ty])[] | undefined {
  const [left, right] = [a.kind, b.kind];
  if (left.tag === "array" && right.tag === "array") return [[left.value, right.value]];
  if (
    (left.tag === "tuple" && right.tag === "tuple") ||
    (left.tag === "enum" && right.tag === "enum")
  ) {
    const parts = left.value;
    const others = right.value;
    const isSame =
      parts.length === others.length && parts.every(({ name }, i) => name === others[i]!.name);
    return isSame ? parts.map(({ ty }, i) => [ty, others[i]!.ty] as const) : undefined;
  }
  return JSON.stringify(left) === JSON.stringify(right) ? [] : undefined;
}
