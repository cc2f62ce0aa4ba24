import type { Ty, TyDef, TyKind } from "@lutra/bin";
import type { Random } from "@lutra-internal/testing";

/** A type with the definitions that it needs. */
export interface ClosedType {
  readonly ty: Ty;
  readonly defs: readonly TyDef[];
}

/** Returns a type without layouts, which `completeTypes` fills in. */
export function tyOf(kind: TyKind): Ty {
  return { kind, layout: null, name: null, variantsRecursive: [] };
}

/** Returns a named type. */
export function ident(...path: readonly string[]): Ty {
  return tyOf({ tag: "ident", value: path });
}

const std = (name: string, kind: TyKind): TyDef => ({ name: ["std", name], ty: tyOf(kind) });
const prim = (bits: 8 | 16 | 32 | 64): TyKind => ({ tag: "primitive", value: `prim${bits}` });

/** The standard scalars, as compilers define them. */
export const standardDefs: readonly TyDef[] = [
  std("Bool", prim(8)),
  ...(["Int", "Uint"] as const).flatMap((family) =>
    ([8, 16, 32, 64] as const).map((bits) => std(`${family}${bits}`, prim(bits))),
  ),
  std("Float32", prim(32)),
  std("Float64", prim(64)),
  std("Text", { tag: "array", value: tyOf(prim(8)) }),
  std("Date", { tag: "ident", value: ["std", "Int32"] }),
  std("Time", { tag: "ident", value: ["std", "Uint64"] }),
  std("Timestamp", { tag: "ident", value: ["std", "Int64"] }),
  std("Duration", { tag: "ident", value: ["std", "Int64"] }),
  std("Decimal", prim(64)),
];

/** Makes a type and up to three definitions, which may refer to themselves and to each other, all without layouts. */
export function randomType(random: Random, isRecursive = true): ClosedType {
  const names = Array.from({ length: random.below(4) }, (_, i) => `T${i}`);
  const maker = new TypeMaker(random, names, isRecursive);
  const own = names.map((name, i): TyDef => ({ name: ["m", name], ty: maker.definition(i) }));
  return { ty: maker.type(3, names.length), defs: [...standardDefs, ...own] };
}

/** Field names; some collide with what objects inherit. */
const fieldNames = "id title __proto__ constructor toString then value x y z".split(" ");

class TypeMaker {
  readonly #random: Random;
  readonly #names: readonly string[];

  readonly #isRecursive: boolean;

  constructor(random: Random, names: readonly string[], isRecursive: boolean) {
    this.#random = random;
    this.#names = names;
    this.#isRecursive = isRecursive;
  }

  definition(index: number): Ty {
    const ty = this.type(2, index);
    // A name for nothing but itself or another name teaches nothing.
    return ty.kind.tag === "ident" ? this.#tuple(1, index) : ty;
  }

  /**
   * Returns a type that may nest `depth` levels.
   *
   * @param known how many definitions may be mentioned where a size must be known: those before the one being made
   */
  type(depth: number, known: number): Ty {
    const choice = this.#random.below(depth > 0 ? 10 : 3);
    if (choice === 0) return tyOf(prim(this.#random.pick([8, 16, 32, 64])));
    if (choice < 3) return this.#scalar();
    if (choice === 3 && known > 0) return this.#mention(known);
    if (choice < 6) return this.#array(depth - 1, known);
    return choice < 8 ? this.#tuple(depth - 1, known) : this.#enum(depth - 1, known);
  }

  #scalar(): Ty {
    return ident(...this.#random.pick(standardDefs).name);
  }

  #mention(count: number): Ty {
    return ident("m", this.#names[this.#random.below(count)]!);
  }

  #array(depth: number, known: number): Ty {
    // Below an array every name may be mentioned: its size is not asked for.
    const mentionable = this.#isRecursive ? this.#names.length : known;
    const isMention = mentionable > 0 && this.#random.below(3) === 0;
    const item = isMention ? this.#mention(mentionable) : this.type(depth, known);
    return tyOf({ tag: "array", value: item });
  }

  #tuple(depth: number, known: number): Ty {
    const named = this.#random.below(2) === 0;
    const start = this.#random.below(fieldNames.length);
    const fields = Array.from({ length: this.#random.below(5) }, (_, i) => ({
      name: named ? fieldNames[(start + i) % fieldNames.length]! : null,
      ty: this.type(depth, known),
    }));
    return tyOf({ tag: "tuple", value: fields });
  }

  #enum(depth: number, known: number): Ty {
    const unit = tyOf({ tag: "tuple", value: [] });
    if (this.#random.below(3) === 0) {
      const variants = [
        { name: "none", ty: unit },
        { name: "some", ty: this.type(depth, known) },
      ];
      return tyOf({ tag: "enum", value: variants });
    }
    // From 257 variants on, a tag takes two bytes.
    const count = this.#random.below(100) === 0 ? 260 : 1 + this.#random.below(5);
    const variants = Array.from({ length: count }, (_, i) => ({
      name: `v${i}`,
      ty: i > 8 ? unit : this.#payload(depth, known, i),
    }));
    return tyOf({ tag: "enum", value: variants });
  }

  #payload(depth: number, known: number, index: number): Ty {
    // The first variant mentions no later type, so that every type has a value.
    const mentionable = this.#isRecursive && index > 0 ? this.#names.length : known;
    if (mentionable > 0 && this.#random.below(3) === 0) return this.#mention(mentionable);
    return this.#random.below(3) === 0
      ? tyOf({ tag: "tuple", value: [] })
      : this.type(depth, known);
  }
}
