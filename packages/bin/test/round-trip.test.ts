import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  array,
  bool,
  bytes,
  type AnyCodec,
  type Codec,
  codecFor,
  completeTypes,
  enumOf,
  float64,
  int16,
  int32,
  int64,
  int8,
  layoutOf,
  option,
  text,
  tuple,
  uint32,
  uint64,
  uint8,
  unit,
} from "../src/index.ts";
import { createEnum } from "../src/codecs/create-enum.ts";
import { createTuple } from "../src/codecs/tuple.ts";
import type { Ty, TyKind } from "../src/types/ty.ts";

/** A random type three times: as a codec written by hand, as a descriptor, and as its values. */
interface Sample {
  readonly codec: AnyCodec;
  readonly ty: Ty;
  readonly values: fc.Arbitrary<unknown>;
  /** `true` if a value may be null or undefined. */
  readonly nullish: boolean;
}

function descriptor(kind: TyKind): Ty {
  return { kind, layout: null, name: null, variantsRecursive: [] };
}

function scalar(name: string, codec: AnyCodec, values: fc.Arbitrary<unknown>): Sample {
  return { codec, ty: descriptor({ tag: "ident", value: ["std", name] }), values, nullish: false };
}

const scalars: readonly Sample[] = [
  scalar("Bool", bool, fc.boolean()),
  scalar("Int8", int8, fc.integer({ min: -128, max: 127 })),
  scalar("Int16", int16, fc.integer({ min: -32768, max: 32767 })),
  scalar("Int32", int32, fc.integer()),
  scalar("Int64", int64, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  scalar("Uint32", uint32, fc.integer({ min: 0, max: 2 ** 32 - 1 })),
  scalar("Uint64", uint64, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
  scalar("Float64", float64, fc.double()),
  scalar("Text", text, fc.string({ unit: "grapheme" })),
];

const nothing: Sample = {
  codec: unit,
  ty: descriptor({ tag: "tuple", value: [] }),
  values: fc.constant(undefined),
  nullish: true,
};

const byteArray: Sample = {
  codec: bytes,
  ty: descriptor({
    tag: "array",
    value: descriptor({ tag: "ident", value: ["std", "Uint8"] }),
  }),
  values: fc.uint8Array({ maxLength: 20 }),
  nullish: false,
};

function arrayOf(item: Sample): Sample {
  return {
    codec: array(item.codec),
    ty: descriptor({ tag: "array", value: item.ty }),
    values: fc.array(item.values, { maxLength: 4 }),
    nullish: false,
  };
}

const fieldNames = ["id", "title", "__proto__", "toString", "naïve", "a b"];

function objectOf(parts: readonly Sample[]): Sample {
  const fields = parts.map((part, i) => ({ name: fieldNames[i]!, ...part }));
  return {
    codec: createTuple(fields.map(({ name, codec }) => ({ name, codec }))),
    ty: descriptor({ tag: "tuple", value: fields.map(({ name, ty }) => ({ name, ty })) }),
    values: fc
      .tuple(...fields.map((field) => field.values))
      .map((values) => Object.fromEntries(fields.map(({ name }, i) => [name, values[i]]))),
    nullish: false,
  };
}

function listOf(parts: readonly Sample[]): Sample {
  return {
    codec: tuple(parts.map((part) => part.codec)),
    ty: descriptor({ tag: "tuple", value: parts.map(({ ty }) => ({ name: null, ty })) }),
    values: fc.tuple(...parts.map((part) => part.values)),
    nullish: false,
  };
}

function optionOf(some: Sample): Sample {
  const ty = descriptor({
    tag: "enum",
    value: [
      { name: "none", ty: nothing.ty },
      { name: "some", ty: some.ty },
    ],
  });
  const tagged = fc.oneof(
    fc.constant({ tag: "none" }),
    some.values.map((value) => ({ tag: "some", value })),
  );
  if (some === nothing) {
    const names = fc.constantFrom("none", "some");
    return { codec: enumOf({ none: unit, some: unit }), ty, values: names, nullish: false };
  }
  return some.nullish
    ? { codec: enumOf({ none: unit, some: some.codec }), ty, values: tagged, nullish: false }
    : {
        codec: option(some.codec as Codec<NonNullable<unknown>>),
        ty,
        values: fc.option(some.values),
        nullish: true,
      };
}

function choiceOf(parts: readonly Sample[]): Sample {
  const variants = parts.map((part, i) => ({ name: `v${i}`, ...part }));
  const onlyNames = parts.every((part) => part === nothing);
  return {
    codec: createEnum({
      kind: "enum",
      variants: variants.map(({ name, codec }) => ({ name, codec })),
      forced: () => false,
    }),
    ty: descriptor({ tag: "enum", value: variants.map(({ name, ty }) => ({ name, ty })) }),
    values: fc.oneof(
      ...variants.map((variant) =>
        onlyNames
          ? fc.constant(variant.name)
          : variant.ty === nothing.ty
            ? fc.constant({ tag: variant.name })
            : variant.values.map((value) => ({ tag: variant.name, value })),
      ),
    ),
    nullish: false,
  };
}

const samples = fc.letrec<{ any: Sample; leaf: Sample }>((tie) => ({
  leaf: fc.constantFrom(...scalars, nothing, byteArray),
  any: fc.oneof(
    { maxDepth: 4, depthIdentifier: "type" },
    tie("leaf"),
    tie("any").map(arrayOf),
    fc.array(tie("any"), { minLength: 1, maxLength: 5 }).map(objectOf),
    fc.array(tie("any"), { minLength: 1, maxLength: 4 }).map(listOf),
    tie("any").map(optionOf),
    fc.array(tie("any"), { minLength: 1, maxLength: 5 }).map(choiceOf),
  ),
})).any;

const pairs = samples.chain((sample) => sample.values.map((value) => ({ sample, value })));

describe("any value of any type", () => {
  it("comes back as it was, from both kinds of codecs, which agree on bytes and layout", () => {
    fc.assert(
      fc.property(pairs, ({ sample: { codec, ty }, value }) => {
        const encoded = codec.encode(value as never);
        expect(codec.decode(encoded)).toEqual(value);
        const dynamic = codecFor(ty, []);
        expect(dynamic.encode(value)).toEqual(encoded);
        expect(dynamic.decode(encoded)).toStrictEqual(codec.decode(encoded));
        const { headSize } = layoutOf(ty, []);
        expect(headSize).toBe(codec.headBytes * 8);
        expect(completeTypes(ty, []).ty.layout?.headSize).toBe(headSize);
        expect(encoded.length).toBeGreaterThanOrEqual(codec.headBytes);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it("gives the same bytes after decoding and encoding again", () => {
    fc.assert(
      fc.property(pairs, ({ sample: { codec }, value }) => {
        const encoded = codec.encode(value as never);
        expect(codec.encode(codec.decode(encoded) as never)).toEqual(encoded);
      }),
      { seed: 8, numRuns: 200 },
    );
  });
});

describe("values of the same type in both kinds of codecs", () => {
  it("have integers of eight bits as numbers outside of byte arrays", () => {
    const pair = tuple({ a: uint8, b: bytes });
    const byte = scalar("Uint8", uint8, fc.constant(0)).ty;
    const ty = descriptor({
      tag: "tuple",
      value: [
        { name: "a", ty: byte },
        { name: "b", ty: descriptor({ tag: "array", value: byte }) },
      ],
    });
    const value = { a: 1, b: Uint8Array.of(2) };
    expect(codecFor(ty, []).decode(pair.encode(value))).toStrictEqual(value);
  });
});
