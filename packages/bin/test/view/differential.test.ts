import { isDeepStrictEqual } from "node:util";
import { createRandom } from "@lutra-internal/testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import { resolveNames } from "../../src/codecs/base/shape.ts";
import { isObjectTuple } from "../../src/codecs/tuple.ts";
import {
  type AnyCodec,
  codecFor,
  type Codec,
  DecodeError,
  type DecodeOptions,
} from "../../src/index.ts";
import type { NumericArray, NumericCodec } from "../../src/index.ts";
import { type LazyArray, type LazyTuple, view } from "../../src/view.ts";
import { typedRows, typedValues } from "../support/typed-value.ts";
import { damage, moduleCodec, outcome, someLimits } from "../support/twins.ts";

/** Number of types. A long run: `LUTRA_LONG_TESTS=1 npx vitest run packages/bin/test/view`. */
const isLong = process.env["LUTRA_LONG_TESTS"] !== undefined;
const numRuns = isLong ? 5_000 : 25;

/** Errors about limits, which a part of a value reaches later than the whole. */
const isLimit = /maxExpansion|maxZeroSizedItems/;

type Key = string | number;

interface Column {
  readonly key: Key;
  readonly arrayType: NumericCodec<unknown, NumericArray>["arrayType"] | undefined;
}

function columnsOf({ shape }: AnyCodec): readonly Column[] {
  if (shape.kind !== "array") return [];
  const { shape: item } = resolveNames(shape.item);
  if (item.kind !== "tuple") return [];
  const isObject = isObjectTuple(item.fields);
  return item.fields.map(({ name, codec: field }, i) => {
    const { arrayType } = resolveNames(field) as Partial<NumericCodec<unknown, NumericArray>>;
    return { key: isObject ? name! : i, arrayType };
  });
}

function decodeErrorOf(call: () => unknown): DecodeError | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
}

function assertSame(what: string, actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect({ what, actual }).toEqual({ what, expected });
}

/** Compares everything that a view by either codec of a type reads with what `decode` reads of the same bytes. */
function compare(
  [codec, generated]: readonly [Codec<unknown[]>, Codec<unknown[]>],
  bytes: Uint8Array,
  options?: DecodeOptions,
): void {
  compareOne(codec, codec, bytes, options);
  compareOne(codec, generated, bytes, options);
}

function compareOne(
  codec: Codec<unknown[]>,
  viewed: Codec<unknown[]>,
  bytes: Uint8Array,
  options?: DecodeOptions,
): void {
  const items: unknown[] = [];
  let lazy: LazyArray<unknown> | undefined;
  const read = outcome(() => {
    lazy = view(viewed, bytes, options);
    for (const item of lazy) items.push(item);
    return items;
  });
  assertSame(
    "all items",
    read,
    outcome(() => codec.decode(bytes, options)),
  );
  if (lazy === undefined) return;
  const rows = lazy;
  for (const [i, item] of items.slice(0, 20).entries()) {
    assertSame("an item", rows.at(i), item);
    assertSame("an item from the end", rows.at(i - rows.length), item);
  }
  const error = decodeErrorOf(() => codec.decode(bytes, options));
  compareColumns(rows, { codec, error, items });
  const [index] = error?.path ?? [];
  if (error !== undefined && !isLimit.test(error.message) && index !== undefined) {
    assertSame(
      "the item of an error",
      decodeErrorOf(() => rows.at(index as number)),
      error,
    );
  }
}

interface Eager {
  readonly codec: Codec<unknown[]>;
  readonly items: readonly unknown[];
  readonly error: DecodeError | undefined;
}

function compareColumns(rows: LazyArray<unknown>, { codec, error, items }: Eager): void {
  for (const { key, arrayType } of columnsOf(codec)) {
    const column = outcome(() => rows.column(key));
    if (error === undefined) {
      const values = items.map((item) => (item as Readonly<Record<Key, unknown>>)[key]);
      assertSame("a column", column, { value: values });
      if (arrayType === undefined) continue;
      const typed = rows.column(key, arrayType);
      expect(typed).toBeInstanceOf(arrayType);
      assertSame("a column of numbers", [...(typed as Iterable<unknown>)], values);
    } else if (!isLimit.test(error.message) && error.path[1] === key) {
      assertSame(
        "the column of an error",
        decodeErrorOf(() => rows.column(key)),
        error,
      );
    } else {
      decodeErrorOf(() => rows.column(key));
    }
  }
}

it.each([
  ["values", typedValues.filter(({ ty }) => ty.kind.tag === "array")],
  ["tables", typedRows],
])(
  "a view reads what decode reads, of %s of random types and of damaged bytes",
  (_name, samples) => {
    const seen = { values: 0, errors: 0 };
    fc.assert(
      fc.property(samples, fc.integer(), ({ ty, value }, seed) => {
        const codec = codecFor(ty, []) as Codec<unknown[]>;
        const { shape } = codec;
        if (shape.kind === "array" && shape.form !== undefined) return;
        const codecs = [codec, moduleCodec(codec, () => undefined) as Codec<unknown[]>] as const;
        const bytes = codec.encode(value as unknown[]);
        compare(codecs, bytes);
        const random = createRandom(seed);
        for (let i = 0; i < 20; i++) {
          const damaged = damage(random, bytes);
          const options = someLimits(random);
          compare(codecs, damaged, options);
          seen[decodeErrorOf(() => codec.decode(damaged, options)) ? "errors" : "values"]++;
        }
      }),
      { seed: 20_261_129, numRuns },
    );
    expect(seen.values).toBeGreaterThan(numRuns);
    expect(seen.errors).toBeGreaterThan(numRuns);
  },
  isLong ? 3_600_000 : undefined,
);

it("a view of a tuple reads the fields that decode reads, of random types and of damaged bytes", () => {
  const seen = { values: 0, errors: 0 };
  const samples = typedValues.filter(
    ({ ty }) => ty.kind.tag === "tuple" && ty.kind.value.length > 0,
  );
  fc.assert(
    fc.property(samples, fc.integer(), ({ ty, value }, seed) => {
      const codec = codecFor(ty, []) as Codec<object>;
      const { shape } = codec;
      if (shape.kind !== "tuple") return;
      const isObject = isObjectTuple(shape.fields);
      const keys = shape.fields.map(({ name }, i) => (isObject ? name! : i));
      const generated = moduleCodec(codec, () => undefined) as Codec<object>;
      const random = createRandom(seed);
      const encoded = codec.encode(value as object);
      for (let i = 0; i < 20; i++) {
        const bytes = i === 0 ? encoded : damage(random, encoded);
        const whole = outcome(() => codec.decode(bytes)) as { value?: Record<Key, unknown> };
        for (const viewed of [codec, generated]) {
          compareFields(viewed, keys, bytes, whole);
        }
        seen[whole.value === undefined ? "errors" : "values"]++;
      }
    }),
    { seed: 20_261_129, numRuns },
  );
  expect(seen.values).toBeGreaterThan(numRuns);
  expect(seen.errors).toBeGreaterThan(numRuns);
});

/** Compares the fields of a view with those of the whole value, or with its first error. */
function compareFields(
  viewed: Codec<object>,
  keys: readonly Key[],
  bytes: Uint8Array,
  whole: { readonly value?: Readonly<Record<Key, unknown>>; readonly path?: readonly Key[] },
): void {
  const { value, path } = whole;
  const lazy = outcome(() => view(viewed, bytes)) as { value?: LazyTuple<unknown> };
  if (lazy.value === undefined) {
    assertSame("a tuple that is cut off", lazy, whole);
    return;
  }
  for (const key of keys) {
    const field = outcome(() => lazy.value!.get(key as never));
    if (value !== undefined) assertSame("a field", field, { value: value[key] });
    else if (path?.[0] === key) assertSame("the field of an error", field, whole);
  }
}
