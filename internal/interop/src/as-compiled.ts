import { layoutOf, type Ty, type TyDef, type TyKind } from "@lutra/bin";
import type { ClosedType } from "./random-type.ts";

/**
 * Fills in what compilers write into type descriptors: which variants recursion forces behind a pointer, then layouts.
 *
 * Follows the words of the specification, step by step: what `completeTypes` gives is compared with this.
 *
 * @see docs/spec/binary-format.md, "Recursive variants"
 */
export function asCompiled({ ty, defs }: ClosedType): ClosedType {
  const components = new Components(defs);
  const marked = defs.map((def): TyDef => ({
    name: def.name,
    ty: markRecursion(def.ty, (name) => components.together(def.name, name)),
  }));
  const laidOut = (part: Ty): Ty => layOut(components.repeatMarks(part, marked), marked);
  return {
    ty: laidOut(ty),
    defs: marked.map((def) => ({
      name: def.name,
      ty: { ...laidOut(def.ty), name: def.name.at(-1)! },
    })),
  };
}

const keyOf = (name: readonly string[]): string => name.join("::");

/** Definitions that mention each other in a circle. */
class Components {
  readonly #reached: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(defs: readonly TyDef[]) {
    const mentioned = new Map(defs.map((def) => [keyOf(def.name), mentionsIn(def.ty)]));
    this.#reached = new Map(
      [...mentioned.keys()].map((key) => {
        const seen = new Set<string>();
        const open = [...mentioned.get(key)!];
        for (let next = open.pop(); next !== undefined; next = open.pop()) {
          if (seen.has(next)) continue;
          seen.add(next);
          open.push(...(mentioned.get(next) ?? []));
        }
        return [key, seen];
      }),
    );
  }

  together(a: readonly string[], b: readonly string[]): boolean {
    const reaches = (from: readonly string[], to: readonly string[]): boolean =>
      this.#reached.get(keyOf(from))?.has(keyOf(to)) ?? false;
    return reaches(a, b) && reaches(b, a);
  }

  /** Repeats the marks of an enum at a name of it. */
  repeatMarks(ty: Ty, defs: readonly TyDef[]): Ty {
    if (ty.kind.tag !== "ident") {
      return { ...ty, kind: mapParts(ty.kind, (part) => this.repeatMarks(part, defs)) };
    }
    const key = keyOf(ty.kind.value);
    const definition = defs.find((def) => keyOf(def.name) === key);
    return { ...ty, variantsRecursive: definition?.ty.variantsRecursive ?? [] };
  }
}

function mentionsIn({ kind }: Ty): readonly string[] {
  return kind.tag === "ident" ? [keyOf(kind.value)] : partsOf(kind).flatMap(mentionsIn);
}

/** Marks the enums of a definition; `together` tells the names of its own circle. */
function markRecursion(ty: Ty, together: (name: readonly string[]) => boolean): Ty {
  const kind = mapParts(ty.kind, (part) => markRecursion(part, together));
  if (kind.tag !== "enum") return { ...ty, kind };
  const recurs = (part: Ty): boolean => {
    if (part.kind.tag === "ident") return together(part.kind.value);
    return part.kind.tag === "tuple" && part.kind.value.some((field) => recurs(field.ty));
  };
  const variantsRecursive = kind.value.flatMap((variant, i) => (recurs(variant.ty) ? [i] : []));
  return { ...ty, kind, variantsRecursive };
}

function layOut(ty: Ty, defs: readonly TyDef[]): Ty {
  const kind = mapParts(ty.kind, (part) => layOut(part, defs));
  return { ...ty, kind, layout: layoutOf(ty, defs) };
}

function partsOf(kind: TyKind): readonly Ty[] {
  switch (kind.tag) {
    case "array":
      return [kind.value];
    case "tuple":
    case "enum":
      return kind.value.map((part) => part.ty);
    case "primitive":
    case "ident":
    case "function":
      return [];
  }
}

function mapParts(kind: TyKind, change: (part: Ty) => Ty): TyKind {
  switch (kind.tag) {
    case "array":
      return { tag: "array", value: change(kind.value) };
    case "tuple":
      return { tag: "tuple", value: kind.value.map((part) => ({ ...part, ty: change(part.ty) })) };
    case "enum":
      return { tag: "enum", value: kind.value.map((part) => ({ ...part, ty: change(part.ty) })) };
    case "primitive":
    case "ident":
    case "function":
      return kind;
  }
}
