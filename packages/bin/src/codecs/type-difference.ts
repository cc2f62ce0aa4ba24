import { isStackOverflow } from "../bytes/fault.ts";
import type { Ty, TyDef } from "../types/ty.ts";
import type { AnyCodec, EnumShape, ScalarShape, Shape, TupleShape } from "./base/codec.ts";
import { enumLayout, structureOf } from "./base/shape.ts";
import { codecFor } from "./codec-for.ts";

/** First place where a codec is of another type. */
export interface TypeDifference {
  /** Place in the type: `.name` of a field or variant, `[2]` of a field without a name, `[]` of an item; "" for the whole. */
  readonly path: string;
  /** Part of the type at that place, in words. */
  readonly expected: string;
  /** Part of the codec's type at that place, in words. */
  readonly actual: string;
}

/**
 * Compares the type of a codec with a type descriptor, by structure: names of types do not count, so that an alias is
 * equal to what it stands for, and a recursive type to itself unrolled. Names of fields and variants do, and their order.
 *
 * @returns the first difference; `undefined` if there is none
 * @throws TypeError for a codec of generated code that does not say its structure, and for types without binary form
 *
 * @example
 * typeDifference(array(int32), ty, defs);
 * // { path: "[]", expected: "Int64", actual: "Int32" }
 */
export function typeDifference(
  codec: AnyCodec,
  ty: Ty,
  defs: readonly TyDef[],
): TypeDifference | undefined {
  const expected = codecFor(ty, defs);
  try {
    // Finds what is wrong with the codec itself, such as an endless type.
    void codec.ops;
    return new Comparison().compare(expected, codec, "");
  } catch (error) {
    if (!isStackOverflow(error)) throw error;
    throw new TypeError("the type nests too deeply", { cause: error });
  }
}

class Comparison {
  /** Pairs that are equal, or being compared: recursion is equal if nothing else differs. */
  readonly #pairs = new Map<Shape, Set<Shape>>();

  compare(expected: AnyCodec, actual: AnyCodec, path: string): TypeDifference | undefined {
    const a = plainStructureOf(expected);
    const b = plainStructureOf(actual);
    const known = this.#pairs.get(a) ?? new Set();
    this.#pairs.set(a, known);
    if (known.has(b)) return undefined;
    known.add(b);
    if (b.kind === "compiled") {
      const place = path === "" ? "" : ` in ${path}`;
      throw new TypeError(
        `the structure of a generated codec${place} is not known: generate its module again`,
      );
    }
    if (a.kind === "scalar" && b.kind === "scalar" && scalarName(a) === scalarName(b)) {
      return undefined;
    }
    if (a.kind === "array" && b.kind === "array") {
      return this.compare(a.item, b.item, `${path}[]`);
    }
    if (a.kind === "tuple" && b.kind === "tuple") return this.#compareTuples(a, b, path);
    if (a.kind === "enum" && b.kind === "enum") return this.#compareEnums(a, b, path);
    return { path, expected: describe(a), actual: describe(b) };
  }

  #compareTuples(a: TupleShape, b: TupleShape, path: string): TypeDifference | undefined {
    for (const [i, field] of a.fields.entries()) {
      const other = b.fields[i];
      if (other === undefined) break;
      if (field.name !== other.name) {
        return { path, expected: fieldAt(i, field.name), actual: fieldAt(i, other.name) };
      }
      const step = field.name === null ? `[${i}]` : `.${field.name}`;
      const found = this.compare(field.codec, other.codec, path + step);
      if (found !== undefined) return found;
    }
    if (a.fields.length === b.fields.length) return undefined;
    return { path, expected: describe(a), actual: describe(b) };
  }

  #compareEnums(a: EnumShape, b: EnumShape, path: string): TypeDifference | undefined {
    for (const [i, { name, codec }] of a.variants.entries()) {
      const other = b.variants[i];
      if (other === undefined) break;
      if (name !== other.name) {
        return { path, expected: variantAt(i, name), actual: variantAt(i, other.name) };
      }
      const found = this.compare(codec, other.codec, `${path}.${name}`);
      if (found !== undefined) return found;
    }
    if (a.variants.length !== b.variants.length) {
      return { path, expected: describe(a), actual: describe(b) };
    }
    // The same variants are laid out in another way where a name closes a cycle on one side only.
    const isForced = enumLayout(a).hasPtr;
    if (isForced === enumLayout(b).hasPtr) return undefined;
    const [pointers, inline] = ["payloads behind pointers", "payloads in place"];
    return isForced
      ? { path, expected: pointers, actual: `${inline} (make it with recursive or named)` }
      : { path, expected: inline, actual: pointers };
  }
}

type Structure = Exclude<Shape, { readonly kind: "definition" | "mapped" }>;

/** Returns the shape below names and mappings, which are of the same type. */
function plainStructureOf(codec: AnyCodec): Structure {
  const shape = structureOf(codec);
  if (shape.kind === "mapped") return plainStructureOf(shape.codec);
  return shape as Structure;
}

function scalarName({ type }: ScalarShape): string {
  return typeof type === "string" ? type : (type.at(-1) ?? "");
}

function fieldAt(place: number, name: string | null): string {
  const field = name === null ? "a field without a name" : `the field ${JSON.stringify(name)}`;
  return `${field} in place ${place}`;
}

function variantAt(place: number, name: string): string {
  return `the variant ${JSON.stringify(name)} in place ${place}`;
}

function describe(shape: Structure): string {
  switch (shape.kind) {
    case "scalar":
      return scalarName(shape);
    case "array":
      return "an array";
    case "tuple":
      return counted(shape.fields, "field");
    case "enum":
      return `an enum of ${counted(shape.variants, "variant")}`;
    case "compiled":
      return "a generated codec";
  }
}

/** At most as many names as a line can hold. */
const maxNames = 8;

function counted(parts: readonly { readonly name: string | null }[], what: string): string {
  const names = parts.flatMap(({ name }) => (name === null ? [] : [name]));
  const more = names.length > maxNames ? ", ..." : "";
  const list = names.length === 0 ? "" : ` (${names.slice(0, maxNames).join(", ")}${more})`;
  return `${parts.length} ${what}${parts.length === 1 ? "" : "s"}${list}`;
}
