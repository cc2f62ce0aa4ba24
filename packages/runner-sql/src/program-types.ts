import type { Ty, TyDef, TyEnumVariant, TyLayout } from "@lutra/bin";
import {
  createLayouts,
  Definitions,
  type EnumLayout,
  isUnit,
  layoutOfEnum,
  standardName,
  type TypeView,
  TypeViews,
} from "@lutra/bin/transcode";

/** Form of a value in columns, or in a piece of JSON. Names are followed. `S` is a runner's description of a scalar. */
export type Structure<S> =
  | { readonly kind: "scalar"; readonly scalar: S }
  | { readonly kind: "array"; readonly item: Ty }
  | { readonly kind: "tuple"; readonly fields: readonly Field[] }
  | EnumStructure;

/** A field of a tuple. */
export interface Field {
  readonly ty: Ty;
  /** Its name, or its position. */
  readonly step: string | number;
  /** Byte offset in the tuple's head. */
  readonly offset: number;
}

/** An enum, options included. */
export interface EnumStructure {
  readonly kind: "enum";
  readonly variants: readonly Variant[];
  readonly layout: EnumLayout;
  /** `true` if a nullable column stands for the enum instead of a tag. */
  readonly isOption: boolean;
}

/** A variant of an enum. */
export interface Variant {
  readonly name: string;
  readonly ty: Ty;
  readonly headBytes: number;
  /** `true` if recursion puts the payload into one JSON column. */
  readonly recursive: boolean;
}

/**
 * Reads the types of one program.
 *
 * @see docs/spec/sql.md, "Columns of a type"
 * @see docs/spec/sql.md, "Arguments"
 */
export class ProgramTypes<S> {
  readonly #definitions: Definitions;
  readonly #views: TypeViews;
  readonly #layoutOf: (ty: Ty) => TyLayout;
  readonly #structures: Map<Ty, Structure<S>> = new Map();
  readonly #scalarOf: (name: string) => S;

  /** @param scalarOf what a name such as `Int64`, `Date` or `prim8` means to the runner */
  constructor(defs: readonly TyDef[], scalarOf: (name: string) => S) {
    this.#scalarOf = scalarOf;
    this.#definitions = new Definitions(defs);
    this.#views = new TypeViews(defs);
    this.#layoutOf = createLayouts(this.#definitions);
  }

  /**
   * Returns the structure of a type. The same object for the same type, so that compiled parts can be remembered by it.
   *
   * @throws TypeError for a function, a name without a definition, or a type that contains itself
   */
  of(ty: Ty): Structure<S> {
    const resolved = this.#definitions.resolve(ty);
    let structure = this.#structures.get(resolved);
    if (structure === undefined) {
      structure = this.#read(resolved);
      this.#structures.set(resolved, structure);
    }
    return structure;
  }

  /** Returns the form of a type's values in TypeScript. */
  view(ty: Ty): TypeView {
    return this.#views.of(ty);
  }

  /** Checks if a type has a single value, which takes no column. */
  isUnit(ty: Ty): boolean {
    return isUnit(this.#definitions.resolve(ty));
  }

  /** Returns the size of a type's head. */
  headBytes(ty: Ty): number {
    return this.#layoutOf(ty).headSize / 8;
  }

  #read({ kind, variantsRecursive }: Ty): Structure<S> {
    switch (kind.tag) {
      case "primitive":
        return { kind: "scalar", scalar: this.#scalarOf(kind.value) };
      case "ident":
        return { kind: "scalar", scalar: this.#scalarOf(standardName(kind.value) ?? "") };
      case "array":
        return { kind: "array", item: kind.value };
      case "tuple": {
        let end = 0;
        const fields = kind.value.map(({ name, ty }, i): Field => {
          const offset = end;
          end += this.headBytes(ty);
          return { ty, step: name ?? i, offset };
        });
        return { kind: "tuple", fields };
      }
      case "enum": {
        const recursive = new Set(variantsRecursive);
        const variants = kind.value.map(({ name, ty }, i): Variant => {
          return { name, ty, headBytes: this.headBytes(ty), recursive: recursive.has(i) };
        });
        const payloadBytes = (i: number): number => variants[i]?.headBytes ?? 0;
        const layout = layoutOfEnum(variants.length, recursive.size > 0, payloadBytes);
        return { kind: "enum", variants, layout, isOption: this.#isOption(kind.value) };
      }
      case "function":
        throw new TypeError("a function cannot be represented in a database");
    }
  }

  #isOption([none, some, ...others]: readonly TyEnumVariant[]): boolean {
    if (none === undefined || some === undefined || others.length > 0) return false;
    // A name for the empty tuple does not count: the compiler looks at the type as it is written.
    if (!isUnit(none.ty)) return false;
    const { kind } = this.#definitions.resolve(some.ty);
    return kind.tag === "primitive" || kind.tag === "ident" || kind.tag === "array";
  }
}
