import { Definitions, infiniteSize, pathKey, standardName } from "./definitions.ts";
import { layoutOfEnum } from "./enum-layout.ts";
import type { Ty, TyDef, TyLayout } from "./ty.ts";

/**
 * Computes the size of a type's head and the places of the pointers in it, as compilers store them in descriptors.
 *
 * Derived from the structure of the type and its `variantsRecursive`; a stored `layout` is not looked at. Pointers
 * inside inline enum payloads are left out, as compilers do.
 *
 * @throws TypeError for a function, a name without definition, a type of infinite size, or tuples with more than a
 *   million pointers or 512 MiB in their heads
 * @see docs/spec/binary-format.md, "Layout"
 *
 * @example
 * const { headSize } = layoutOf(ty, defs); // in bits: 64 for a `Text`
 */
export function layoutOf(ty: Ty, defs: readonly TyDef[]): TyLayout {
  return createLayouts(new Definitions(defs))(ty);
}

/** Returns a function from types to layouts that remembers those of definitions. */
export function createLayouts(definitions: Definitions): (ty: Ty) => TyLayout {
  const known = new Map<string, TyLayout>();
  let pointers = 0;
  const open = new Set<string>();

  function ofIdent(path: readonly string[]): TyLayout {
    const key = pathKey(path);
    const layout = known.get(key) ?? ofStandard(path);
    if (layout !== undefined) return layout;
    if (open.has(key)) throw infiniteSize(path);
    open.add(key);
    const computed = of(definitions.find(path));
    open.delete(key);
    known.set(key, computed);
    return computed;
  }

  function of({ kind, variantsRecursive }: Ty): TyLayout {
    switch (kind.tag) {
      case "primitive":
        return { headSize: Number(kind.value.slice("prim".length)), bodyPtrs: [] };
      case "array":
        return { headSize: 64, bodyPtrs: [0] };
      case "tuple":
        return ofTuple(kind.value.map((field) => of(field.ty)));
      case "enum": {
        const payload = (i: number): number => headBytes(of(kind.value[i]!.ty));
        const layout = layoutOfEnum(kind.value.length, variantsRecursive.length > 0, payload);
        return {
          headSize: (layout.tagBytes + layout.innerBytes) * 8,
          bodyPtrs: layout.hasPtr ? [layout.tagBytes] : [],
        };
      }
      case "ident":
        return ofIdent(kind.value);
      case "function":
        throw new TypeError("a function has no binary form");
    }
  }

  function ofTuple(fields: readonly TyLayout[]): TyLayout {
    pointers += fields.reduce((sum, field) => sum + field.bodyPtrs.length, 0);
    if (pointers > maxPointers) throw tooLarge();
    const bodyPtrs: number[] = [];
    let offset = 0;
    for (const field of fields) {
      for (const pointer of field.bodyPtrs) bodyPtrs.push(offset + pointer);
      offset += headBytes(field);
    }
    if (offset > maxHeadBytes) throw tooLarge();
    return { headSize: offset * 8, bodyPtrs };
  }

  return of;
}

/** Maximum number of pointers in the heads of all tuples of a set of definitions, as each head lists its own. */
const maxPointers = 1_000_000;
/** A head's size in bits is stored in 32 bits. */
const maxHeadBytes = 2 ** 29 - 1;

function tooLarge(): TypeError {
  return new TypeError("the type is too large: its tuples hold more parts than a layout can list");
}

function headBytes(layout: TyLayout): number {
  return layout.headSize / 8;
}

/** Returns the layout of a standard type, which needs no definition. */
function ofStandard(path: readonly string[]): TyLayout | undefined {
  const name = standardName(path);
  switch (name) {
    case undefined:
      return undefined;
    case "Text":
      return { headSize: 64, bodyPtrs: [0] };
    case "Bool":
      return { headSize: 8, bodyPtrs: [] };
    case "Date":
      return { headSize: 32, bodyPtrs: [] };
    default:
      return { headSize: Number(/\d+$/.exec(name)?.[0] ?? 64), bodyPtrs: [] };
  }
}
