import { recursiveComponents } from "./components.ts";
import { Definitions, pathKey, standardName } from "./definitions.ts";
import { createLayouts } from "./layout-of.ts";
import type { Ty, TyDef, TyKind } from "./ty.ts";

/** A type together with the definitions that it mentions. */
export interface TypeWithDefs {
  readonly ty: Ty;
  readonly defs: readonly TyDef[];
}

/**
 * Fills in what compilers write into descriptors: layouts, names, and which variants recursion forces behind a pointer.
 *
 * Whatever the given types say of these is replaced. Types made by hand must pass through here before they are used,
 * or recursive enums get another layout than they have in Lutra.
 *
 * @throws TypeError for a name without definition, or a type of infinite size
 * @see docs/spec/binary-format.md, "Recursive variants"
 *
 * @example
 * const types = completeTypes(ty, defs); // made by hand, without layouts
 * const codec = codecFor(types.ty, types.defs);
 */
export function completeTypes(ty: Ty, defs: readonly TyDef[]): TypeWithDefs {
  const components = recursiveComponents(defs);
  const flagged = defs.map((def) => {
    const component = components.get(pathKey(def.name)) ?? new Set();
    return { name: def.name, ty: flag(def.ty, component).ty };
  });
  const definitions = new Definitions(flagged);
  const layoutOf = createLayouts(definitions);

  function fill(given: Ty, name: string | null): Ty {
    const { kind } = given;
    const filled = mapParts(kind, (part) => fill(part, null));
    const layout = kind.tag === "function" ? null : layoutOf(given);
    return { kind: filled, layout, name, variantsRecursive: variantsOf(given) };
  }

  // A name repeats the list of the enum that it stands for.
  function variantsOf(given: Ty): readonly number[] {
    if (given.kind.tag !== "ident" || standardName(given.kind.value)) {
      return given.variantsRecursive;
    }
    return definitions.resolve(given).variantsRecursive;
  }

  return {
    ty: fill(flag(ty, new Set()).ty, null),
    defs: flagged.map((def) => ({ name: def.name, ty: fill(def.ty, def.name.at(-1) ?? null) })),
  };
}

interface Flagged {
  readonly ty: Ty;
  /** `true` if the head of the type holds a member of the component. */
  readonly recursive: boolean;
}

function flag(ty: Ty, component: ReadonlySet<string>): Flagged {
  const recursiveParts: boolean[] = [];
  const kind = mapParts(ty.kind, (part) => {
    const flagged = flag(part, component);
    recursiveParts.push(flagged.recursive);
    return flagged.ty;
  });
  const isRecursive =
    (kind.tag === "ident" && component.has(pathKey(kind.value))) ||
    (kind.tag === "tuple" && recursiveParts.includes(true));
  const variantsRecursive =
    kind.tag === "enum" ? [...recursiveParts.keys()].filter((i) => recursiveParts[i]) : [];
  return { ty: { ...ty, kind, variantsRecursive }, recursive: isRecursive };
}

function mapParts(kind: TyKind, change: (part: Ty) => Ty): TyKind {
  switch (kind.tag) {
    case "primitive":
    case "ident":
      return kind;
    case "array":
      return { tag: "array", value: change(kind.value) };
    case "tuple":
      return {
        tag: "tuple",
        value: kind.value.map(({ name, ty }) => ({ name, ty: change(ty) })),
      };
    case "enum":
      return {
        tag: "enum",
        value: kind.value.map(({ name, ty }) => ({ name, ty: change(ty) })),
      };
    case "function":
      return {
        tag: "function",
        value: { params: kind.value.params.map(change), body: change(kind.value.body) },
      };
  }
}
