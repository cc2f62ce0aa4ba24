import { Definitions, standardName } from "./definitions.ts";
import { type EnumAccess, enumForm, type EnumForm } from "./enum-form.ts";
import type { Ty, TyDef, TyEnumVariant, TyPrimitive, TyTupleField } from "./ty.ts";

/** Form that the values of a type have in TypeScript: names resolved, shapes decided. */
export type TypeView = ScalarView | BytesView | ArrayView | TupleView | EnumView;

/** A type whose values are one piece of text. */
export type ScalarView = IntegerView | FloatView | PlainView;

/** Whole numbers, also raw primitives, which count as unsigned. */
export interface IntegerView {
  readonly kind: "integer";
  /** `Int8`, `Uint64`, `Prim32`, ... */
  readonly name: string;
  readonly min: bigint;
  readonly max: bigint;
  /** `true` if values are `bigint` rather than `number`. */
  readonly wide: boolean;
}

/** Floating point numbers. */
export interface FloatView {
  readonly kind: "float";
  readonly name: "Float32" | "Float64";
}

/** The other scalars. Values: boolean, string, number of days, then `bigint`. */
export interface PlainView {
  readonly kind: "bool" | "text" | "date" | "time" | "timestamp" | "duration" | "decimal";
}

/** An array of bytes, a `Uint8Array`. */
export interface BytesView {
  readonly kind: "bytes";
  readonly item: Ty;
}

/** Any other array. */
export interface ArrayView {
  readonly kind: "array";
  readonly item: Ty;
}

/** A tuple: `undefined`, an object when every field has its own name, else an array. */
export interface TupleView {
  readonly kind: "tuple";
  readonly shape: "unit" | "object" | "array";
  readonly fields: readonly TyTupleField[];
}

/** An enum: the variant's name, the payload or `null`, or `{ tag, value }`. */
export interface EnumView {
  readonly kind: "enum";
  readonly shape: EnumForm;
  readonly variants: readonly VariantView[];
  readonly indexOf: ReadonlyMap<string, number>;
}

/** A variant of an enum. */
export interface VariantView extends TyEnumVariant {
  /** `true` if the payload is the empty tuple, also under a name: values then have none. */
  readonly unit: boolean;
  /** `true` if the payload is literally the empty tuple: literals then have none. */
  readonly bare: boolean;
}

/** Reads types against one set of definitions. Every type is read once. */
export class TypeViews {
  readonly #definitions: Definitions;
  readonly #views = new Map<Ty, TypeView>();
  readonly #enums: EnumAccess<Ty, TyEnumVariant> = {
    payload: (variant) => variant.ty,
    isUnit,
    isNamedUnit: (ty) => isUnit(this.#definitions.resolve(ty)),
    variantsOf: (ty) => {
      const { kind } = this.#definitions.resolve(ty);
      return kind.tag === "enum" ? kind.value : undefined;
    },
    options: new WeakMap(),
  };

  constructor(defs: readonly TyDef[]) {
    this.#definitions = new Definitions(defs);
  }

  /**
   * Returns the form of the values of `ty`.
   *
   * @throws TypeError for a function, a name without a definition, or names that only lead to each other
   */
  of(ty: Ty): TypeView {
    let view = this.#views.get(ty);
    if (view === undefined) {
      view = this.#read(ty);
      this.#views.set(ty, view);
    }
    return view;
  }

  #read(ty: Ty): TypeView {
    const { kind } = this.#definitions.resolve(ty);
    switch (kind.tag) {
      case "primitive":
        return integerView(primitiveNames[kind.value]);
      case "ident":
        return scalarView(standardName(kind.value) ?? "");
      case "array":
        return { kind: this.#isByte(kind.value) ? "bytes" : "array", item: kind.value };
      case "tuple":
        return { kind: "tuple", shape: tupleShape(kind.value), fields: kind.value };
      case "enum":
        return this.#enumView(kind.value);
      case "function":
        throw new TypeError("a function is not a value: it has no bytes and no text");
    }
  }

  #enumView(declared: readonly TyEnumVariant[]): EnumView {
    const variants = declared.map(({ name, ty }) => {
      return { name, ty, unit: isUnit(this.#definitions.resolve(ty)), bare: isUnit(ty) };
    });
    const indexOf = new Map(variants.map((variant, index) => [variant.name, index]));
    const shape = enumForm(declared, this.#enums);
    return { kind: "enum", shape, variants, indexOf };
  }

  #isByte(item: Ty): boolean {
    const { kind } = this.#definitions.resolve(item);
    if (kind.tag === "ident") return standardName(kind.value) === "Uint8";
    return kind.tag === "primitive" && kind.value === "prim8";
  }
}

/** Returns `true` if a type is literally the empty tuple; a name for the empty tuple is not. */
export function isUnit(ty: Ty): boolean {
  return ty.kind.tag === "tuple" && ty.kind.value.length === 0;
}

/** Returns `true` if values of the type are one piece of text. */
export function isScalar(view: TypeView): view is ScalarView {
  switch (view.kind) {
    case "bytes":
    case "array":
    case "tuple":
    case "enum":
      return false;
    case "bool":
    case "integer":
    case "float":
    case "text":
    case "date":
    case "time":
    case "timestamp":
    case "duration":
    case "decimal":
      return true;
  }
}

function tupleShape(fields: readonly TyTupleField[]): TupleView["shape"] {
  if (fields.length === 0) return "unit";
  const names = new Set(fields.map((field) => field.name));
  return names.size === fields.length && !names.has(null) ? "object" : "array";
}

const primitiveNames = {
  prim8: "Prim8",
  prim16: "Prim16",
  prim32: "Prim32",
  prim64: "Prim64",
} as const satisfies Record<TyPrimitive, string>;

const plainKinds: Readonly<Record<string, PlainView["kind"]>> = {
  Bool: "bool",
  Text: "text",
  Date: "date",
  Time: "time",
  Timestamp: "timestamp",
  Duration: "duration",
  Decimal: "decimal",
};

function scalarView(name: string): ScalarView {
  const kind = plainKinds[name];
  if (kind !== undefined) return { kind };
  if (name === "Float32" || name === "Float64") return { kind: "float", name };
  return integerView(name);
}

function integerView(name: string): IntegerView {
  const bits = BigInt(name.replace(/\D+/, ""));
  const signed = name.startsWith("Int");
  const span = 1n << bits;
  return {
    kind: "integer",
    name,
    min: signed ? -span / 2n : 0n,
    max: (signed ? span / 2n : span) - 1n,
    wide: bits === 64n,
  };
}
