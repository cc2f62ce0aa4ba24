import { expectTypeOf, test } from "vitest";
import {
  type AnyCodec,
  array,
  bool,
  bytes,
  type Codec,
  enumOf,
  float64,
  type Infer,
  type InferInput,
  int16,
  int32,
  int64,
  int8,
  mapped,
  option,
  recursive,
  text,
  tuple,
  typedArray,
  unit,
} from "../src/index.ts";

test("scalars have the types of the language", () => {
  expectTypeOf<Infer<typeof bool>>().toEqualTypeOf<boolean>();
  expectTypeOf<Infer<typeof int32>>().toEqualTypeOf<number>();
  expectTypeOf<Infer<typeof int64>>().toEqualTypeOf<bigint>();
  expectTypeOf<Infer<typeof int64.asNumber>>().toEqualTypeOf<number>();
  expectTypeOf<Infer<typeof text>>().toEqualTypeOf<string>();
  expectTypeOf<Infer<typeof bytes>>().toEqualTypeOf<Uint8Array>();
});

test("tuples are objects, lists or nothing", () => {
  const movie = tuple({ id: int16, title: text });
  expectTypeOf<Infer<typeof movie>>().toEqualTypeOf<{ id: number; title: string }>();
  const list = tuple([int8, unit, text]);
  expectTypeOf<Infer<typeof list>>().toEqualTypeOf<[number, undefined, string]>();
  const nothing = tuple({});
  expectTypeOf<Infer<typeof nothing>>().toEqualTypeOf<undefined>();
  const empty = tuple([]);
  expectTypeOf<Infer<typeof empty>>().toEqualTypeOf<undefined>();
});

test("an enum without variants is no unit", () => {
  const nothing = enumOf({});
  expectTypeOf<Infer<typeof nothing>>().toEqualTypeOf<never>();
  const shape = enumOf({ dot: unit, never: nothing });
  expectTypeOf<Infer<typeof shape>>().toEqualTypeOf<
    { tag: "dot" } | { tag: "never"; value: never }
  >();
});

test("enums are names, options or tagged", () => {
  const shape = enumOf({ dot: unit, circle: float64 });
  expectTypeOf<Infer<typeof shape>>().toEqualTypeOf<
    { tag: "dot" } | { tag: "circle"; value: number }
  >();
  const side = enumOf({ left: unit, right: unit });
  expectTypeOf<Infer<typeof side>>().toEqualTypeOf<"left" | "right">();
  const perhaps = enumOf({ none: unit, some: int64 });
  expectTypeOf<Infer<typeof perhaps>>().toEqualTypeOf<bigint | null>();
  const twice = enumOf({ none: unit, some: option(int64) });
  expectTypeOf<Infer<typeof twice>>().toEqualTypeOf<
    { tag: "none" } | { tag: "some"; value: bigint | null }
  >();
  const units = enumOf({ none: unit, some: unit });
  expectTypeOf<Infer<typeof units>>().toEqualTypeOf<"none" | "some">();
});

test("options take only what is never null", () => {
  expectTypeOf<Infer<ReturnType<typeof option<string>>>>().toEqualTypeOf<string | null>();
  // @ts-expect-error an option of an option has no such form
  option(option(text));
  // @ts-expect-error neither has an option of unit
  option(unit);
});

test("arrays follow their items", () => {
  const rows = array(tuple({ id: int32, tags: array(text) }));
  expectTypeOf<Infer<typeof rows>>().toEqualTypeOf<{ id: number; tags: string[] }[]>();
  const samples = typedArray(float64);
  expectTypeOf<Infer<typeof samples>>().toEqualTypeOf<Float64Array>();
  const ids = typedArray(int64);
  expectTypeOf<Infer<typeof ids>>().toEqualTypeOf<BigInt64Array>();
  // @ts-expect-error texts have no typed array
  typedArray(text);
});

test("recursive and mapped codecs say what they give", () => {
  interface Tree {
    readonly children: readonly Tree[];
  }
  const tree = recursive<Tree>(() =>
    tuple({ children: array<Tree>(int8 as unknown as Codec<Tree>) }),
  );
  expectTypeOf(tree).toEqualTypeOf<Codec<Tree>>();
  const url = mapped(text, { decode: (href) => new URL(href), encode: (value: URL) => value.href });
  expectTypeOf<Infer<typeof url>>().toEqualTypeOf<URL>();
});

test("encode takes nothing else", () => {
  const movie = tuple({ id: int16, title: text });
  expectTypeOf<(typeof movie)["encode"]>()
    .parameter(0)
    .toEqualTypeOf<{ id: number; title: string }>();
});

test("encode takes readonly arrays too, and decode gives arrays that are the caller's", () => {
  const rows = array(tuple({ id: int32, tags: array(text), at: option(array(int8)) }));
  expectTypeOf<InferInput<typeof rows>>().toEqualTypeOf<
    readonly { id: number; tags: readonly string[]; at: readonly number[] | null }[]
  >();
  rows.encode([{ id: 1, tags: ["a"], at: null }] as const);
  const list = tuple([int8, array(int8)]);
  expectTypeOf<InferInput<typeof list>>().toEqualTypeOf<readonly [number, readonly number[]]>();
  const shape = enumOf({ dot: unit, polygon: array(float64) });
  expectTypeOf<InferInput<typeof shape>>().toEqualTypeOf<
    { tag: "dot" } | { tag: "polygon"; value: readonly number[] }
  >();
});

test("a codec fits another type in one direction only", () => {
  expectTypeOf<Codec<number>>().toExtend<AnyCodec>();
  expectTypeOf<Codec<number[], readonly number[]>>().toExtend<Codec<number[]>>();
  expectTypeOf<Codec<number>>().not.toExtend<Codec<unknown>>();
  expectTypeOf<Codec<number>>().not.toExtend<Codec<number | null>>();
  expectTypeOf<Codec<number | null>>().not.toExtend<Codec<number>>();
  interface ReadonlyRow {
    readonly tags: readonly string[];
  }
  const row: Codec<ReadonlyRow> = tuple({ tags: array(text) });
  expectTypeOf(row.decode).returns.toEqualTypeOf<ReadonlyRow>();
});
