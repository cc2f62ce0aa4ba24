/** A name with its modules, one string per segment: `["std", "Int64"]`. */
export type Path = readonly string[];

/**
 * Description of a Lutra type, as compilers write it.
 *
 * @see docs/spec/programs.md, "Type descriptors"
 */
export interface Ty {
  readonly kind: TyKind;
  /** Size and pointer positions of the head; absent for functions and types made by hand. */
  readonly layout: TyLayout | null;
  /** Informational: last segment of the name of a definition. */
  readonly name: string | null;
  /** Enums: indices of the variants that recursion forces behind a pointer. */
  readonly variantsRecursive: readonly number[];
}

/** Structure of a type. */
export type TyKind =
  | { readonly tag: "primitive"; readonly value: TyPrimitive }
  | { readonly tag: "tuple"; readonly value: readonly TyTupleField[] }
  | { readonly tag: "array"; readonly value: Ty }
  | { readonly tag: "enum"; readonly value: readonly TyEnumVariant[] }
  | { readonly tag: "function"; readonly value: TyFunction }
  | { readonly tag: "ident"; readonly value: Path };

/** Bits without a meaning; identifiers like `std::Int64` give them one. */
export type TyPrimitive = "prim8" | "prim16" | "prim32" | "prim64";

/** A field of a tuple. */
export interface TyTupleField {
  readonly name: string | null;
  readonly ty: Ty;
}

/** A variant of an enum. A variant without payload has the empty tuple as its type. */
export interface TyEnumVariant {
  readonly name: string;
  readonly ty: Ty;
}

/** A function type. It has no binary form. */
export interface TyFunction {
  readonly params: readonly Ty[];
  readonly body: Ty;
}

/** Layout of a head. */
export interface TyLayout {
  /** Size of the head in bits, always a multiple of 8. */
  readonly headSize: number;
  /** Byte offsets of the pointers in the head. */
  readonly bodyPtrs: readonly number[];
}

/** A named type. */
export interface TyDef {
  readonly name: Path;
  readonly ty: Ty;
}
