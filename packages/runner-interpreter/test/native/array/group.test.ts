import {
  array,
  type Codec,
  enumOf,
  float64,
  int16,
  int32,
  int64,
  int8,
  option,
  text,
  tuple,
} from "@lutra/bin";
import type { Expr } from "@lutra/bin/program";
import { describe, expect, test } from "vitest";
import { execute, fn, input, literal, parameter, ProgramBuilder } from "../../support/bytecode.ts";

/** Groups items by the value at an offset in them. */
function group<K, T>(
  key: Codec<K>,
  item: Codec<T>,
  layout: {
    readonly key: readonly number[];
    readonly item: readonly number[];
    readonly offset?: number;
  },
  items: readonly T[],
): [K, T[]][] {
  const builder = new ProgramBuilder();
  const keyBytes = key.headBytes;
  const keyOf: Expr = {
    tag: "offset",
    value: { base: parameter(1, 0), offset: layout.offset ?? 0 },
  };
  const outPointers = [...layout.key, keyBytes];
  const args = [
    item.headBytes,
    layout.item.length,
    ...layout.item,
    keyBytes + 8,
    outPointers.length,
    ...outPointers,
    2,
    keyBytes,
    8,
    layout.key.length,
    ...layout.key,
    1,
    0,
    keyBytes,
  ];
  const body = builder.call("std::array::group", args, input, fn(1, keyOf));
  const output = execute(builder.build(body), array(item).encode([...items]));
  return array(tuple([key, array(item)])).decode(output) as [K, T[]][];
}

describe("keys without pointers", () => {
  test("are told apart by their bits, in order of first appearance", () => {
    expect(group(float64, float64, { key: [], item: [] }, [0, -0, 1, 0, -0])).toEqual([
      [0, [0, 0]],
      [-0, [-0, -0]],
      [1, [1]],
    ]);
    expect(group(int8, int8, { key: [], item: [] }, [3, 1, 3])).toEqual([
      [3, [3, 3]],
      [1, [1]],
    ]);
    const big = 2n ** 62n;
    expect(group(int64, int64, { key: [], item: [] }, [big, big + 1n, big])).toEqual([
      [big, [big, big]],
      [big + 1n, [big + 1n]],
    ]);
  });

  test("can be tuples and inline options", () => {
    const key = tuple([int16, int8]);
    const items: [number, number][] = [
      [1, 2],
      [1, 3],
      [1, 2],
    ];
    expect(group(key, key, { key: [], item: [] }, items)).toEqual([
      [
        [1, 2],
        [
          [1, 2],
          [1, 2],
        ],
      ],
      [[1, 3], [[1, 3]]],
    ]);
    expect(group(option(int8), option(int8), { key: [], item: [] }, [null, 0, null])).toEqual([
      [null, [null, null]],
      [0, [0]],
    ]);
  });

  test("of no bytes make one group", () => {
    expect(group(tuple([]), int8, { key: [], item: [] }, [1, 2])).toEqual([[undefined, [1, 2]]]);
  });

  test("of no items make no group", () => {
    expect(group(int8, int8, { key: [], item: [] }, [])).toEqual([]);
  });
});

describe("keys with texts", () => {
  const row = tuple([int8, text, text]);
  const rows: [number, string, string][] = [
    [1, "river", "x"],
    [2, "stone", "y"],
    [3, "river", "z"],
    [4, "", "w"],
    [5, "žaba", "v"],
    [6, "", "u"],
  ];

  test("are compared by their bytes", () => {
    const groups = group(text, row, { key: [0], item: [1, 9], offset: 1 }, rows);
    expect(groups.map(([key, items]) => [key, items.map(([id]) => id)])).toEqual([
      ["river", [1, 3]],
      ["stone", [2]],
      ["", [4, 6]],
      ["žaba", [5]],
    ]);
    expect(groups[0]?.[1]).toEqual([rows[0], rows[2]]);
  });

  test("can be tuples of them", () => {
    const groups = group(tuple([text, text]), row, { key: [0, 8], item: [1, 9], offset: 1 }, [
      ...rows,
      [7, "river", "x"],
    ]);
    expect(groups.map(([, items]) => items.map(([id]) => id))).toEqual([
      [1, 7],
      [2],
      [3],
      [4],
      [5],
      [6],
    ]);
  });

  test("cannot be joined into the same key by moving a border", () => {
    const pairs = tuple([text, text]);
    const items: [string, string][] = [
      ["ab", "c"],
      ["a", "bc"],
    ];
    expect(group(pairs, pairs, { key: [0, 8], item: [0, 8] }, items)).toHaveLength(2);
  });
});

test.each([
  ["a key alone", [16, 1, 8, 1, 8, 0]],
  ["more than a key and items", [16, 1, 8, 3, 8, 8, 0, 0, 1, 0, 0]],
  ["items whose head is no array's", [12, 0, 2, 8, 4, 0, 0]],
  ["more bytes than a key and items", [24, 1, 8, 2, 8, 8, 0, 1, 0]],
])("a result that is %s is refused", (_, layouts) => {
  const builder = new ProgramBuilder();
  const args = [8, 0, ...layouts];
  const body = builder.call("std::array::group", args, input, fn(1, parameter(1, 0)));
  expect(() => execute(builder.build(body))).toThrow("a group is not a pair of a key and an array");
});

describe("keys of which the bytecode does not say enough", () => {
  const message = "group: the bytecode does not say what these keys contain";

  test("are refused: arrays of numbers", () => {
    const numbers = array(int64);
    expect(() => group(numbers, numbers, { key: [0], item: [0] }, [[1n], [2n], [1n]])).toThrow(
      message,
    );
  });

  test("are refused: arrays of texts", () => {
    const texts = array(text);
    expect(() => group(texts, texts, { key: [0], item: [0] }, [["a"], ["b"], ["a"]])).toThrow(
      message,
    );
  });

  test("are refused: options behind a pointer", () => {
    const key = option(int64);
    expect(() => group(key, key, { key: [1], item: [1] }, [1n, null, 1n])).toThrow(message);
  });

  test("are refused: enums of one variant, whose pointer has no length after it", () => {
    const key = enumOf({ only: int64 });
    const one = { tag: "only", value: 1n } as const;
    expect(() => group(key, key, { key: [0], item: [0] }, [one, one])).toThrow(message);
  });

  test("are refused: enums of one variant after a text", () => {
    const key = tuple([text, enumOf({ only: int64 })]);
    const item: [string, { tag: "only"; value: bigint }] = ["a", { tag: "only", value: 1n }];
    expect(() => group(key, key, { key: [0, 8], item: [0, 8] }, [item, item])).toThrow(message);
  });

  test("are not refused where there is only one", () => {
    const key = option(int64);
    expect(group(key, key, { key: [1], item: [1] }, [5n])).toEqual([[5n, [5n]]]);
  });

  test("are refused: arrays of numbers whose first bytes read as the same text", () => {
    const numbers = array(int64);
    expect(() => group(numbers, numbers, { key: [0], item: [0] }, [[65n], [321n]])).toThrow(
      message,
    );
  });

  test("are refused: options that have a number after them, as a text has its length", () => {
    const key = tuple([option(int64), int32]);
    const items: [bigint, number][] = [
      [1n, 0],
      [2n, 0],
      [1n, 5],
    ];
    expect(() => group(key, key, { key: [1], item: [1] }, items)).toThrow(message);
  });

  test("are not refused where lengths alone tell them apart", () => {
    const numbers = array(int64);
    const items = [[65n], [65n, 66n], [], []];
    expect(group(numbers, numbers, { key: [0], item: [0] }, items)).toEqual([
      [[65n], [[65n]]],
      [[65n, 66n], [[65n, 66n]]],
      [[], [[], []]],
    ]);
  });

  // Between the towns there is room for items of more than a byte.
  const town = tuple([text, text]);
  const towns: [string, string][] = [
    ["Bree", "at the crossing of two old roads"],
    ["Dale", "below the mountain"],
    ["Bree", "where the ponies are"],
  ];

  test("are refused: texts that lie far apart", () => {
    expect(() => group(text, town, { key: [0], item: [0, 8] }, towns)).toThrow(
      'make it sure that a key is text: text::concat(key, "")',
    );
  });

  const builder = new ProgramBuilder();
  const sure = builder.call("std::text::concat", [], parameter(1, 0), literal(text.encode("")));
  const size: Expr = { tag: "offset", value: { base: parameter(1, 0), offset: 4 } };
  const layouts = {
    text: { headSize: 64, bodyPtrs: [0] },
    number: { headSize: 32, bodyPtrs: [] },
  };
  const pair: Expr = {
    tag: "tuple",
    value: {
      fields: [
        { expr: size, unpack: 0 },
        { expr: sure, unpack: 0 },
      ],
      fieldLayouts: [layouts.number, layouts.text],
    },
  };
  const chosen: Expr = {
    tag: "switch",
    value: [
      { condition: literal([0]), value: parameter(1, 0) },
      { condition: literal([1]), value: sure },
    ],
  };
  test("are refused: enums of one variant before a text that a function gives", () => {
    const item = tuple([enumOf({ only: int64 }), text]);
    const one = { tag: "only", value: 1n } as const;
    const [only, after] = [0, 4].map((offset): Expr => ({
      tag: "offset",
      value: { base: parameter(1, 0), offset },
    }));
    const made = builder.call("std::text::concat", [], after!, literal(text.encode("")));
    const fields = [only!, made].map((expr) => ({ expr, unpack: 0 }));
    const fieldLayouts = [{ headSize: 32, bodyPtrs: [0] }, layouts.text];
    const key: Expr = { tag: "tuple", value: { fields, fieldLayouts } };
    const args = [12, 2, 0, 4, 20, 3, 0, 4, 12, 2, 12, 8, 2, 0, 4, 1, 0];
    const program = builder.build(builder.call("std::array::group", args, input, fn(1, key)));
    const items = [
      [one, "a"],
      [one, "b"],
    ] as const;
    expect(() => execute(program, array(item).encode(items as never))).toThrow(message);
  });

  test.each([
    ["on its own", sure, text, [0]],
    ["in a tuple", pair, tuple([int32, text]), [4]],
    ["in a branch", chosen, text, [0]],
  ] as const)("are not refused once a function gives the text: %s", (_, keyOf, codec, pointers) => {
    const bytes = codec.headBytes;
    const out = [...pointers, bytes];
    const args = [16, 2, 0, 8, bytes + 8, out.length, ...out, 2, bytes, 8];
    args.push(pointers.length, ...pointers, 1, 0);
    const body = builder.call("std::array::group", args, input, fn(1, keyOf));
    const output = execute(builder.build(body), array(town).encode(towns));
    const groups = array(tuple([codec as Codec<unknown>, array(town)])).decode(output);
    expect(groups.map(([, members]) => members.map(([, note]) => note.slice(0, 5)))).toEqual([
      ["at th", "where"],
      ["below"],
    ]);
  });
});
