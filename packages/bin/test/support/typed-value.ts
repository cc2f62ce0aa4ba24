import fc from "fast-check";
import type { Ty } from "../../src/types/ty.ts";
import { array, enumOf, option, prim, std, tuple, unit } from "./make-ty.ts";

/** A type and a value of it. */
export interface TypedValue {
  readonly ty: Ty;
  readonly value: unknown;
}

interface TypedArbitrary {
  readonly ty: Ty;
  readonly value: fc.Arbitrary<unknown>;
}

/** Names that need care: no Lutra names, or names that every object knows. */
const names = [
  "id",
  "title",
  "__proto__",
  "constructor",
  "toString",
  "a b",
  "ž",
  "none",
  "true",
  "const",
  "x",
];

const wide = (bits: number, signed: boolean): fc.Arbitrary<bigint> => {
  const span = 1n << BigInt(bits);
  return fc.bigInt(signed ? { min: -span / 2n, max: span / 2n - 1n } : { min: 0n, max: span - 1n });
};

const whole = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });

const scalars: readonly TypedArbitrary[] = [
  { ty: std("Bool"), value: fc.boolean() },
  { ty: std("Int8"), value: whole(-128, 127) },
  { ty: std("Int16"), value: whole(-32_768, 32_767) },
  { ty: std("Int32"), value: whole(-0x8000_0000, 0x7fff_ffff) },
  { ty: std("Int64"), value: wide(64, true) },
  { ty: std("Uint8"), value: whole(0, 255) },
  { ty: std("Uint16"), value: whole(0, 65_535) },
  { ty: std("Uint32"), value: whole(0, 0xffff_ffff) },
  { ty: std("Uint64"), value: wide(64, false) },
  { ty: std("Float32"), value: fc.float() },
  { ty: std("Float64"), value: fc.double() },
  { ty: std("Text"), value: fc.string({ unit: "binary" }) },
  {
    ty: std("Text"),
    value: fc.string({ unit: fc.constantFrom('"', "\\", ",", "\n", "\r", " ", "\u0085", "🦦") }),
  },
  { ty: std("Date"), value: whole(-0x8000_0000, 0x7fff_ffff) },
  { ty: std("Time"), value: wide(64, false) },
  { ty: std("Timestamp"), value: wide(64, true) },
  { ty: std("Duration"), value: wide(64, true) },
  { ty: std("Decimal"), value: wide(64, true) },
  { ty: std("Decimal"), value: wide(10, true) },
  { ty: prim(16), value: whole(0, 65_535) },
  { ty: prim(64), value: wide(64, false) },
  { ty: unit, value: fc.constant(undefined) },
  { ty: array(prim(8)), value: fc.uint8Array() },
  { ty: array(std("Uint8")), value: fc.uint8Array() },
];

const typedArbitrary = (depth: number): fc.Arbitrary<TypedArbitrary> => {
  const scalar = fc.constantFrom(...scalars);
  if (depth === 0) return scalar;
  const inner = typedArbitrary(depth - 1);
  const parts = fc.array(inner, { minLength: 1, maxLength: 4 });
  return fc.oneof(
    { weight: 2, arbitrary: scalar },
    { weight: 2, arbitrary: inner.map(arrayOf) },
    { weight: 2, arbitrary: inner.map(optionOf) },
    {
      weight: 3,
      arbitrary: fc.tuple(parts, distinctNames).map(([all, labels]) => objectOf(all, labels)),
    },
    { weight: 1, arbitrary: parts.map(listOf) },
    {
      weight: 2,
      arbitrary: fc.tuple(parts, distinctNames).map(([all, labels]) => taggedOf(all, labels)),
    },
    { weight: 1, arbitrary: distinctNames.map(namesOf) },
  );
};

const distinctNames = fc.uniqueArray(fc.constantFrom(...names), { minLength: 4, maxLength: 5 });

function arrayOf({ ty, value }: TypedArbitrary): TypedArbitrary {
  const isByte = ty === scalars[5]?.ty;
  const items = fc.array(value, { maxLength: 4 });
  return {
    ty: array(ty),
    value: isByte ? items.map((all) => Uint8Array.from(all as number[])) : items,
  };
}

/** Makes options: `null` stands for `none` where the payload has no `null` and no `undefined` of its own. */
function optionOf({ ty, value }: TypedArbitrary): TypedArbitrary {
  if (ty === unit) return { ty: option(ty), value: fc.constantFrom("none", "some") };
  const isOption = optionTypes.has(ty);
  const made = option(ty);
  if (!isOption) optionTypes.add(made);
  const some = isOption ? value.map((inner) => ({ tag: "some", value: inner })) : value;
  return { ty: made, value: fc.oneof(fc.constant(isOption ? { tag: "none" } : null), some) };
}

const optionTypes = new WeakSet<Ty>();

function objectOf(parts: readonly TypedArbitrary[], labels: readonly string[]): TypedArbitrary {
  const fields = parts.map((part, i) => [labels[i] ?? "", part] as const);
  return {
    ty: tuple(...fields.map(([name, part]) => [name, part.ty] as const)),
    value: fc
      .tuple(...fields.map(([, part]) => part.value))
      .map((values) => Object.fromEntries(fields.map(([name], i) => [name, values[i]]))),
  };
}

function listOf(parts: readonly TypedArbitrary[]): TypedArbitrary {
  return {
    ty: tuple(...parts.map((part) => [null, part.ty] as const)),
    value: fc.tuple(...parts.map((part) => part.value)),
  };
}

function taggedOf(parts: readonly TypedArbitrary[], labels: readonly string[]): TypedArbitrary {
  const variants = parts.map((part, i) => [`${labels[i]}`, part] as const);
  // One that certainly carries something: an enum of names only has another form.
  const carrier = ["carrier", { ty: std("Int8"), value: whole(-128, 127) }] as const;
  const all = [...variants, carrier];
  return {
    ty: enumOf(...all.map(([name, part]) => [name, part.ty] as const)),
    value: fc.oneof(
      ...all.map(([tag, part]) =>
        part.ty === unit ? fc.constant({ tag }) : part.value.map((value) => ({ tag, value })),
      ),
    ),
  };
}

function namesOf(labels: readonly string[]): TypedArbitrary {
  return {
    ty: enumOf(...labels.map((label) => [label] as const)),
    value: fc.constantFrom(...labels),
  };
}

/** Any type with any value of it. */
export const typedValues: fc.Arbitrary<TypedValue> = typedArbitrary(3).chain(({ ty, value }) =>
  value.map((made) => ({ ty, value: made })),
);

/** An array of tuples of any types, as tables have them, with its values. */
export const typedRows: fc.Arbitrary<TypedValue> = fc
  .tuple(fc.array(typedArbitrary(2), { minLength: 1, maxLength: 4 }), distinctNames)
  .map(([parts, labels]) => arrayOf(objectOf(parts, labels)))
  .chain(({ ty, value }) => value.map((made) => ({ ty, value: made })));
