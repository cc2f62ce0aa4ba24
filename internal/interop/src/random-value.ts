import type { Ty, TyDef, TyEnumVariant, TyPrimitive, TyTupleField } from "@lutra/bin";
import type { Random } from "@lutra-internal/testing";
import type { ClosedType } from "./random-type.ts";

/** A value in two forms. */
export interface Sample {
  /** As our codecs take and give it. */
  readonly value: unknown;
  /** As the original describes what it decoded: unsigned bits, `{a,b}`, `[a,b]`, `tag:inner`. */
  readonly text: string;
}

/** Makes values of one type. `depth` bounds how far recursive types unfold. */
type Sampler = (random: Random, depth: number) => Sample;

/** Returns a function that makes values of a type. */
export function createSampler({ ty, defs }: ClosedType): (random: Random) => Sample {
  const sample = new Samplers(defs).of(ty);
  return (random) => sample(random, 4);
}

/** The rules for values, written down a second time: what a codec gives is compared with this. */
class Samplers {
  readonly #defs: ReadonlyMap<string, Ty>;
  readonly #byPath = new Map<string, Sampler>();

  constructor(defs: readonly TyDef[]) {
    this.#defs = new Map(defs.map((def) => [def.name.join("::"), def.ty]));
  }

  of(ty: Ty): Sampler {
    const { kind } = ty;
    switch (kind.tag) {
      case "primitive":
        return primitives[kind.value];
      case "ident":
        return this.#named(kind.value.join("::"));
      case "array":
        return this.#array(kind.value);
      case "tuple":
        return this.#tuple(kind.value);
      case "enum":
        return this.#enum(ty, kind.value);
      case "function":
        throw new TypeError("functions have no values");
    }
  }

  #named(path: string): Sampler {
    const standard = standards[path];
    if (standard !== undefined) return standard;
    // Looked up when a value is made: the definition may be the one that is being read.
    return (random, depth) => {
      const sampler = this.#byPath.get(path) ?? this.of(this.#defs.get(path)!);
      this.#byPath.set(path, sampler);
      return sampler(random, depth);
    };
  }

  #array(itemTy: Ty): Sampler {
    const item = this.of(itemTy);
    const isBytes = this.#isByte(itemTy);
    const resolved = this.#resolve(itemTy).kind.tag;
    const isFlat = resolved === "primitive" || resolved === "ident";
    return (random, depth) => {
      const items = Array.from({ length: depth > 0 ? lengthOf(random, isFlat) : 0 }, () =>
        item(random, depth - 1),
      );
      const values = items.map((part) => part.value);
      const text = `[${items.map((part) => part.text).join(",")}]`;
      return { value: isBytes ? Uint8Array.from(values as number[]) : values, text };
    };
  }

  #tuple(fields: readonly TyTupleField[]): Sampler {
    const samplers = fields.map((field) => this.of(field.ty));
    const names = fields.map((field) => field.name);
    const isObject = names.length > 0 && names.every((name) => name !== null);
    return (random, depth) => {
      const parts = samplers.map((sampler) => sampler(random, depth));
      const text = `{${parts.map((part) => part.text).join(",")}}`;
      const values = parts.map((part) => part.value);
      if (parts.length === 0) return { value: undefined, text };
      if (!isObject) return { value: values, text };
      return { value: Object.fromEntries(names.map((name, i) => [name, values[i]])), text };
    };
  }

  #enum(ty: Ty, variants: readonly TyEnumVariant[]): Sampler {
    const samplers = variants.map((variant) => this.of(variant.ty));
    const isUnit = variants.map((variant) => this.#isUnit(variant.ty));
    const onlyNames = isUnit.every(Boolean);
    const hasNull = this.#hasNull(ty);
    const isBehindPointer =
      ty.variantsRecursive.length > 0 ||
      variants.some((variant) => variant.ty.layout!.headSize > 32);
    return (random, depth) => {
      const tag = depth > 0 ? random.below(variants.length) : 0;
      const variant = variants[tag]!;
      const inner = samplers[tag]!(random, depth - 1);
      // The original forgets what a payload without bytes looked like, unless the enum is inline.
      const isForgotten = isBehindPointer && variant.ty.layout!.headSize === 0;
      const text = `${tag}:${isForgotten ? "{}" : inner.text}`;
      if (onlyNames) return { value: variant.name, text };
      if (hasNull) return { value: tag === 0 ? null : inner.value, text };
      if (isUnit[tag]) return { value: { tag: variant.name }, text };
      return { value: { tag: variant.name, value: inner.value }, text };
    };
  }

  #resolve(ty: Ty): Ty {
    if (ty.kind.tag !== "ident") return ty;
    const path = ty.kind.value.join("::");
    return path in standards ? ty : this.#resolve(this.#defs.get(path)!);
  }

  #isByte(item: Ty): boolean {
    const { kind } = this.#resolve(item);
    if (kind.tag === "ident") return kind.value[1] === "Uint8";
    return kind.tag === "primitive" && kind.value === "prim8";
  }

  #isUnit(ty: Ty): boolean {
    const { kind } = this.#resolve(ty);
    return kind.tag === "tuple" && kind.value.length === 0;
  }

  /**
   * Returns `true` if a type is an option whose `none` is `null`: its payload must be neither `null` nor `undefined`
   * itself.
   */
  #hasNull(ty: Ty): boolean {
    const { kind } = this.#resolve(ty);
    if (kind.tag !== "enum" || kind.value.length !== 2) return false;
    const [none, some] = kind.value;
    if (none!.name !== "none" || some!.name !== "some" || !this.#isUnit(none!.ty)) {
      return false;
    }
    return !this.#isUnit(some!.ty) && !this.#hasNull(some!.ty);
  }
}

function lengthOf(random: Random, isFlat: boolean): number {
  return isFlat && random.below(40) === 0 ? 200 + random.below(200) : random.below(4);
}

/** Bits, often those at the ends of a range. */
function bitsOf(random: Random, width: 8 | 16 | 32 | 64): bigint {
  const edges = [0n, 1n, (1n << BigInt(width - 1)) - 1n, 1n << BigInt(width - 1), -1n];
  const some = (BigInt(random.bits()) << 32n) | BigInt(random.bits());
  return BigInt.asUintN(width, random.below(4) === 0 ? random.pick(edges) : some);
}

function integer(width: 8 | 16 | 32 | 64, isSigned: boolean): Sampler {
  return (random) => {
    const bits = bitsOf(random, width);
    const value = isSigned ? BigInt.asIntN(width, bits) : bits;
    return { value: width === 64 ? value : Number(value), text: String(bits) };
  };
}

const floats = [0, -0, 1.5, -0.1, 1e300, 5e-324, Infinity, -Infinity, NaN] as const;

function float(width: 32 | 64): Sampler {
  return (random) => {
    const exact = random.below(2) === 0 ? random.pick(floats) : (random.bits() - 2 ** 31) / 1024;
    const view = new DataView(new ArrayBuffer(8));
    if (width === 64) {
      view.setFloat64(0, exact);
      return { value: exact, text: String(view.getBigUint64(0)) };
    }
    view.setFloat32(0, exact);
    return { value: view.getFloat32(0), text: String(view.getUint32(0)) };
  };
}

const words = ["", "a", "river", "žaba", "\u{1F9A6} otter", '\0\n\t"\\', "\uFEFFbom", "\u007F"];

const text: Sampler = (random) => {
  const repeat = random.below(50) === 0 ? 100 : 1;
  const value = `${random.pick(words)}${random.pick(words)}`.repeat(repeat);
  return { value, text: `[${new TextEncoder().encode(value).join(",")}]` };
};

const bool: Sampler = (random) => {
  const bit = random.below(2);
  return { value: bit === 1, text: String(bit) };
};

const primitives: Readonly<Record<TyPrimitive, Sampler>> = {
  prim8: integer(8, false),
  prim16: integer(16, false),
  prim32: integer(32, false),
  prim64: integer(64, false),
};

const standards: Readonly<Record<string, Sampler>> = {
  "std::Bool": bool,
  "std::Int8": integer(8, true),
  "std::Int16": integer(16, true),
  "std::Int32": integer(32, true),
  "std::Int64": integer(64, true),
  "std::Uint8": integer(8, false),
  "std::Uint16": integer(16, false),
  "std::Uint32": integer(32, false),
  "std::Uint64": integer(64, false),
  "std::Float32": float(32),
  "std::Float64": float(64),
  "std::Text": text,
  "std::Date": integer(32, true),
  "std::Time": integer(64, false),
  "std::Timestamp": integer(64, true),
  "std::Duration": integer(64, true),
  "std::Decimal": integer(64, true),
};
