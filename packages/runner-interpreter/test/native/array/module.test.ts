import {
  array,
  bool,
  type Codec,
  float32,
  float64,
  int32,
  int64,
  int8,
  option,
  text,
  tuple,
  uint32,
  unit,
} from "@lutra/bin";
import type { Expr } from "@lutra/bin/program";
import { describe, expect, test } from "vitest";
import {
  execute,
  fn,
  input,
  int64Literal,
  literal,
  parameter,
  ProgramBuilder,
} from "../../support/bytecode.ts";
import { arrayModule } from "../../../src/native/array/module.ts";

/** Encoded `EnumFormat` of an option of 8-byte items, packed into words. */
const optionFormat = [5, 15, 0x08010401, 0x02000000, 0x01000000, 0x00000004];

function uint32Literal(value: number): Expr {
  return literal([value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24]);
}

/** Returns the result of one call of a native on the input. */
function run<I, O>(
  from: Codec<I>,
  to: Codec<O>,
  value: I,
  body: (builder: ProgramBuilder) => Expr,
): O {
  const builder = new ProgramBuilder();
  return to.decode(execute(builder.build(body(builder)), from.encode(value)));
}

describe("arrays of integers", () => {
  const ints = array(int64);

  test.each<[bigint[], bigint, bigint | null]>([
    [[10n, 20n], 0n, 10n],
    [[10n, 20n], 1n, 20n],
    [[10n, 20n], 2n, null],
    [[10n, 20n], -1n, null],
    [[10n, 20n], -(2n ** 63n), null],
    [[], 0n, null],
  ])("index of %o at %o is %o", (items, position, expected) => {
    const result = run(ints, option(int64), items, (b) =>
      b.call("std::array::index", [8, ...optionFormat], input, int64Literal(position)),
    );
    expect(result).toBe(expected);
  });

  test.each<[bigint, bigint, bigint[]]>([
    [0n, 2n, [1n, 2n]],
    [1n, 99n, [2n, 3n, 4n]],
    [-2n, 4n, [3n, 4n]],
    [-99n, -1n, [1n, 2n, 3n]],
    [0n, 0n, []],
    [0n, -99n, []],
    [2n, 1n, []],
    [5n, 9n, []],
    [-(2n ** 63n), 2n ** 63n - 1n, [1n, 2n, 3n, 4n]],
  ])("slice from %o to %o is %o", (start, end, expected) => {
    const result = run(ints, ints, [1n, 2n, 3n, 4n], (b) =>
      b.call("std::array::slice", [8, 0], input, int64Literal(start), int64Literal(end)),
    );
    expect(result).toEqual(expected);
  });

  test.each<[string, bigint, bigint[]]>([
    ["lag", 1n, [7n, 5n, 3n, 65n]],
    ["lag", 2n, [7n, 7n, 5n, 3n]],
    ["lag", -2n, [65n, 4n, 7n, 7n]],
    ["lag", 99n, [7n, 7n, 7n, 7n]],
    ["lead", 1n, [3n, 65n, 4n, 7n]],
    ["lead", -(2n ** 63n), [7n, 7n, 7n, 7n]],
    ["lag", 0n, [5n, 3n, 65n, 4n]],
  ])("%s by %o is %o", (name, offset, expected) => {
    const result = run(ints, ints, [5n, 3n, 65n, 4n], (b) =>
      b.call(`std::array::${name}`, [8, 0, 3, 8, 7, 0], input, int64Literal(offset)),
    );
    expect(result).toEqual(expected);
  });

  test("scan gives every accumulator, loop_until_empty every array", () => {
    const add = (b: ProgramBuilder): Expr =>
      b.call("std::ops::add_int64", [], parameter(1, 0), parameter(1, 1));
    const sums = run(ints, ints, [1n, 2n, 3n], (b) =>
      b.call("std::array::scan", [8, 8, 0], input, int64Literal(10n), fn(1, add(b))),
    );
    expect(sums).toEqual([11n, 13n, 16n]);
    const shrinking = run(ints, ints, [1n, 2n, 3n], (b) => {
      const rest = b.call(
        "std::array::slice",
        [8, 0],
        parameter(1, 0),
        int64Literal(1n),
        int64Literal(9n),
      );
      return b.call("std::array::loop_until_empty", [8, 0], input, fn(1, rest));
    });
    expect(shrinking).toEqual([1n, 2n, 3n, 2n, 3n, 3n]);
  });

  test("an item of 0 is not negative, and the sum of none is 0", () => {
    expect(run(ints, int64, [], (b) => b.call("std::array::sum_int64", [8], input))).toBe(0n);
    expect(
      run(ints, int64, [2n ** 63n - 1n, 1n], (b) => b.call("std::array::sum_duration", [8], input)),
    ).toBe(-(2n ** 63n));
  });
});

test("map gives a result for each piece of a split text", () => {
  const lengths = run(text, array(uint32), "a,bcd,,ef", (b) => {
    const pieces = b.call("std::text::split", [], input, literal(text.encode(",")));
    const length = b.call("std::text::length", [], parameter(1, 0));
    return b.call("std::array::map", [8, 4, 0], pieces, fn(1, length));
  });
  expect(Array.from(lengths)).toEqual([1, 3, 0, 2]);
});

describe("aggregates keep the kind of the items", () => {
  test.each<[string, number[], number]>([
    ["sum_int8", [100, 100], -56],
    ["sum_int8", [], 0],
  ])("%s of %o", (name, items, expected) => {
    expect(run(array(int8), int8, items, (b) => b.call(`std::array::${name}`, [1], input))).toBe(
      expected,
    );
  });

  test("means wrap in the kind of the items, and are NaN of none", () => {
    const mean = (items: number[]): number =>
      run(array(int8), float64, items, (b) => b.call("std::array::mean_int8", [1], input));
    expect(mean([100, 100])).toBe(-28);
    expect(mean([])).toBeNaN();
  });

  test("floats are added from the first item on, in their own width", () => {
    const sum = run(array(float32), float32, [16777216, 1, 1], (b) =>
      b.call("std::array::sum_float32", [4], input),
    );
    expect(sum).toBe(16777216);
    expect(
      run(array(float64), float64, [-0], (b) => b.call("std::array::sum_float64", [8], input)),
    ).toBe(-0);
  });

  test.each<[number, number, number[]]>([
    [1, 0, [1, 1.5, 3, 6]],
    [0, 1, [1.5, 3, 6, 8]],
    [4294967295, 0, [1, 1.5, 7 / 3, 3.75]],
    [0, 4294967295, [3.75, 14 / 3, 6, 8]],
  ])("rolling_mean with %o before and %o after", (before, after, expected) => {
    const result = run(array(float64), array(float64), [1, 2, 4, 8], (b) =>
      b.call(
        "std::array::rolling_mean_float64",
        [8],
        input,
        uint32Literal(before),
        uint32Literal(after),
      ),
    );
    expect(result).toEqual(expected);
  });

  test.each<[boolean[], boolean, boolean]>([
    [[], true, false],
    [[true, true], true, true],
    [[true, false], false, true],
    [[false, false], false, false],
  ])("of %o, all is %o and any is %o", (items, all, any) => {
    const ask = (name: string): boolean =>
      run(array(bool), bool, items, (b) => b.call(`std::array::${name}`, [], input));
    expect([ask("all"), ask("any")]).toEqual([all, any]);
  });
});

/** Calls with an input of 200 numbers, which are too many for shared memory, and the bytes of the result. */
const sized: readonly [name: string, bytes: number, args: number[], ...given: Expr[]][] = [
  ["map", 1608, [8, 8, 0], input, fn(1, parameter(1, 0))],
  ["filter", 1608, [8, 0], input, fn(1, literal([1]))],
  ["scan", 1608, [8, 8, 0], input, int64Literal(0n), fn(1, parameter(1, 1))],
  ["slice", 1200, [8, 0], input, int64Literal(50n), int64Literal(199n)],
  ["append", 3208, [8, 0], input, input],
  ["lag", 1608, [8, 0, 3, 8, 0, 0], input, int64Literal(1n)],
  ["lead", 1608, [8, 0, 3, 8, 0, 0], input, int64Literal(1n)],
  ["lead", 1608, [8, 0, 3, 8, 7, 0], input, int64Literal(-999n)],
  ["zip", 3208, [8, 0, 8, 0], input, input],
  ["sequence_int64", 1608, [], int64Literal(-100n), int64Literal(100n)],
  ["sequence_int64", 8, [], int64Literal(1n), int64Literal(-1n)],
  ["rolling_mean_int64", 1608, [8], input, uint32Literal(1), uint32Literal(1)],
  ["rank", 808, [8], input],
  ["rank_dense", 808, [8], input],
  ["rank_percentile", 1608, [8], input],
  ["cume_dist", 1608, [8], input],
  ["sort", 1608, [8, 0], input, fn(1, parameter(1, 0))],
  ["max", 13, [8], input],
  ["min", 13, [8], input],
];

test.each(sized)("%s of 200 numbers makes an output of %i bytes", (name, bytes, args, ...given) => {
  const builder = new ProgramBuilder();
  const isOrder = /^(rank|cume|sort|max|min)/.test(name);
  const compare = isOrder ? [builder.external("std::ops::cmp_int64")] : [];
  const body = builder.call(`std::array::${name}`, args, ...given, ...compare);
  const numbers = Array.from({ length: 200 }, (_, i) => BigInt(i));
  expect(execute(builder.build(body), array(int64).encode(numbers))).toHaveLength(bytes);
});

describe("orders", () => {
  test.each<[string, Codec<number[]>, number[]]>([
    ["rank", array(int32), [2, 1, 2, 5, 4]],
    ["rank_dense", array(int32), [2, 1, 2, 4, 3]],
    ["rank_percentile", array(float64), [0.25, 0, 0.25, 1, 0.75]],
    ["cume_dist", array(float64), [0.6, 0.2, 0.6, 1, 0.8]],
  ])("%s", (name, to, expected) => {
    const result = run(array(text), to, ["b", "a", "b", "d", "c"], (b) =>
      b.call(`std::array::${name}`, [8], input, b.external("std::ops::cmp_text")),
    );
    expect(result).toEqual(expected);
  });

  test("rank_percentile of one is NaN", () => {
    const result = run(array(int8), array(float64), [5], (b) =>
      b.call("std::array::rank_percentile", [1], input, b.external("std::ops::cmp_int8")),
    );
    expect(result).toEqual([Number.NaN]);
  });

  const pair = tuple([int32, text]);
  const pairs: [number, string][] = [
    [2, "a"],
    [-1, "b"],
    [2, "c"],
    [-1, "d"],
  ];

  test("a comparison of another result than less, equal and greater is an error", () => {
    const greatest = (order: number): bigint | null =>
      run(array(int64), option(int64), [7n, 8n], (b) =>
        b.call("std::array::max", [8], input, fn(1, literal([order]))),
      );
    expect([0, 1, 2].map(greatest)).toEqual([7n, 8n, 8n]);
    expect(() => greatest(3)).toThrow("bad program: a comparison gave no Ordering");
  });

  test.each<[string, Codec<bigint | number>, (bigint | number)[], unknown, unknown]>([
    ["int64", int64 as Codec<bigint | number>, [], null, null],
    ["int64", int64 as Codec<bigint | number>, [5n], 5n, 5n],
    ["int64", int64 as Codec<bigint | number>, [3n, -4n, 2n ** 62n, 4n], -4n, 2n ** 62n],
    ["int8", int8 as Codec<bigint | number>, [3, -4, 7, 4], -4, 7],
  ])("min and max of %s in %o", (kind, codec, items, ...expected) => {
    const find = (name: string): unknown =>
      run(array(codec), option(codec), items, (b) =>
        b.call(
          `std::array::${name}`,
          [codec.headBytes],
          input,
          b.external(`std::ops::cmp_${kind}`),
        ),
      );
    expect([find("min"), find("max")]).toEqual(expected);
  });

  test("sort is stable, by any comparison", () => {
    const sorted = [pairs[1], pairs[3], pairs[0], pairs[2]];
    const key = fn(1, parameter(1, 0));
    const direct = run(array(pair), array(pair), pairs, (b) =>
      b.call("std::array::sort", [12, 1, 4], input, key, b.external("std::ops::cmp_int32")),
    );
    expect(direct).toEqual(sorted);
    const byFunction = run(array(pair), array(pair), pairs, (b) => {
      const compare = fn(2, b.call("std::ops::cmp_int32", [], parameter(2, 0), parameter(2, 1)));
      return b.call("std::array::sort", [12, 1, 4], input, key, compare);
    });
    expect(byFunction).toEqual(sorted);
  });

  test("min and max keep the last of equal items", () => {
    const find = (name: string): [number, string] | null =>
      run(array(pair), option(pair), pairs, (b) =>
        b.call(`std::array::${name}`, [12], input, b.external("std::ops::cmp_int32")),
      );
    expect([find("min"), find("max")]).toEqual([pairs[3], pairs[2]]);
  });

  test("a comparison that gives no Ordering ends the execution", () => {
    expect(() =>
      run(array(int8), array(int8), [1, 2], (b) =>
        b.call("std::array::sort", [1, 0], input, fn(1, parameter(1, 0)), fn(2, literal([3]))),
      ),
    ).toThrow("bad program");
  });
});

describe("shapes", () => {
  const row = tuple([int8, text]);
  const rows: [number, string][] = [
    [1, "one"],
    [2, "two"],
    [3, ""],
  ];

  test("to_columnar and from_columnar are each other's inverse", () => {
    const columns = tuple([array(int8), array(text)]);
    const toColumns = (b: ProgramBuilder): Expr =>
      b.call("std::array::to_columnar", [9, 2, 0, 1, 2, 1, 8, 0, 1, 0], input);
    const toRows = (b: ProgramBuilder, from: Expr): Expr =>
      b.call("std::array::from_columnar", [9, 1, 1, 2, 1, 8, 0, 1, 0], from);
    const asColumns = run(array(row), columns, rows, toColumns);
    expect(asColumns).toEqual([
      [1, 2, 3],
      ["one", "two", ""],
    ]);
    expect(run(columns, array(row), asColumns, (b) => toRows(b, input))).toEqual(rows);
    expect(run(columns, array(row), [[7], ["a", "b"]], (b) => toRows(b, input))).toEqual([
      [7, "a"],
    ]);
    expect(run(array(row), array(row), rows, (b) => toRows(b, toColumns(b)))).toEqual(rows);
  });

  test.each([
    ["to_columnar", [9, 1, 0, 2, 1, 8, 0, 1, 0], "fields and offsets differ in number"],
    ["from_columnar", [10, 1, 1, 2, 1, 8, 0, 1, 0], "columns do not make up the row"],
  ])("%s refuses layouts that do not fit each other", (name, args, message) => {
    const builder = new ProgramBuilder();
    const program = builder.build(builder.call(`std::array::${name}`, args, input));
    expect(() => execute(program, new Uint8Array(0))).toThrow(message);
  });

  test("rows without bytes make no rows", () => {
    const result = run(tuple([array(unit)]), array(unit), [[undefined, undefined]], (b) =>
      b.call("std::array::from_columnar", [0, 0, 1, 0, 0], input),
    );
    expect(result).toEqual([]);
  });

  test("zip is as long as the shorter array", () => {
    const both = tuple([array(text), array(int8)]);
    const result = run(
      both,
      array(tuple([text, int8])),
      [
        ["a", "b", "c"],
        [1, 2],
      ],
      (b) =>
        b.call("std::array::zip", [8, 1, 0, 1, 0], input, {
          tag: "offset",
          value: { base: input, offset: 8 },
        }),
    );
    expect(result).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
  });
});

test.each(["sum", "sum_text", "mean_duration", "sequence_float32", "average_int8", "toString"])(
  "%s does not exist",
  (name) => {
    expect(arrayModule().lookup(name, { layoutArgs: [8], defs: [] })).toBeUndefined();
  },
);
