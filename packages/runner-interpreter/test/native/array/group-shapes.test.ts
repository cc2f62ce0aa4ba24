import { array, type Codec, int16, int64, option, text, tuple } from "@lutra/bin";
import type { Expr } from "@lutra/bin/program";
import { isRunnerError } from "@lutra/runner-core";
import { createRandom } from "@lutra-internal/testing";
import { describe, expect, test } from "vitest";
import {
  execute,
  fn,
  input,
  literal,
  parameter,
  ProgramBuilder,
  variable,
} from "../../support/bytecode.ts";

/** A type of keys: how its values are encoded, and which expression a compiler writes for one. */
interface KeyType {
  readonly name: string;
  readonly codec: Codec<unknown>;
  readonly pointers: readonly number[];
  readonly draw: () => unknown;
  readonly expr: (value: unknown) => Expr;
}

type Draw = (below: number) => number;
type Type = (draw: Draw) => KeyType;

const layoutOf = ({ codec, pointers }: KeyType): { headSize: number; bodyPtrs: number[] } => {
  return { headSize: codec.headBytes * 8, bodyPtrs: [...pointers] };
};

const scalar = (codec: Codec<unknown>, name: string, value: (n: number) => unknown): Type => {
  return (draw) => ({
    name,
    codec,
    pointers: name === "text" ? [0] : [],
    draw: () => value(draw(4)),
    expr: (each) => literal(codec.encode(each)),
  });
};
const small = scalar(int16 as Codec<unknown>, "int16", (n) => n);
const big = scalar(int64 as Codec<unknown>, "int64", (n) => BigInt(n) * 2n ** 40n);
const word = scalar(text as Codec<unknown>, "text", (n) => ["a", "b", "ab", ""][n]);

function arrayOf(of: Type): Type {
  return (draw) => {
    const item = of(draw);
    return {
      name: `[${item.name}]`,
      codec: array(item.codec) as Codec<unknown>,
      pointers: [0],
      draw: () => Array.from({ length: draw(3) }, () => item.draw()),
      expr: (value) => ({
        tag: "array",
        value: { itemLayout: layoutOf(item), items: (value as unknown[]).map(item.expr) },
      }),
    };
  };
}

function tupleOf(...of: Type[]): Type {
  return (draw) => {
    const fields = of.map((field) => field(draw));
    const pointers: number[] = [];
    let offset = 0;
    for (const field of fields) {
      for (const pointer of field.pointers) pointers.push(offset + pointer);
      offset += field.codec.headBytes;
    }
    return {
      name: `{${fields.map(({ name }) => name).join(", ")}}`,
      codec: tuple(fields.map(({ codec }) => codec)) as unknown as Codec<unknown>,
      pointers,
      draw: () => fields.map((field) => field.draw()),
      expr: (value) => ({
        tag: "tuple",
        value: {
          fields: fields.map((field, i) => ({
            expr: field.expr((value as unknown[])[i]),
            unpack: 0,
          })),
          fieldLayouts: fields.map(layoutOf),
        },
      }),
    };
  };
}

function optionOf(of: Type): Type {
  return (draw) => {
    const some = of(draw);
    const size = some.codec.headBytes;
    const hasPtr = size > 4;
    const variant = (tag: number, paddingBytes: number, inner: Expr): Expr => ({
      tag: "enumVariant",
      value: {
        tag: Uint8Array.of(tag),
        innerBytes: hasPtr ? 4 : size,
        hasPtr,
        paddingBytes,
        inner,
      },
    });
    const unit: Expr = { tag: "tuple", value: { fields: [], fieldLayouts: [] } };
    return {
      name: `${some.name}?`,
      codec: option(tuple([some.codec])) as Codec<unknown>,
      pointers: hasPtr ? [1] : [],
      draw: () => (draw(3) === 0 ? null : [some.draw()]),
      expr: (value) =>
        value === null
          ? variant(0, hasPtr ? 4 : size, unit)
          : variant(1, 0, some.expr((value as unknown[])[0])),
    };
  };
}

function randomType(draw: Draw, depth: number): Type {
  const leaf = [small, big, word][draw(3)] as Type;
  if (depth === 0) return leaf;
  const inner = (): Type => randomType(draw, depth - 1);
  switch (draw(4)) {
    case 0:
      return arrayOf(inner());
    case 1:
      return tupleOf(...Array.from({ length: 2 + draw(3) }, inner));
    case 2:
      return optionOf(inner());
    default:
      return leaf;
  }
}

const call = (callee: Expr, ...args: Expr[]): Expr => ({
  tag: "call",
  value: { function: callee, args },
});

/** Ways in which the keys come to the call of `group`, as the array of them. */
const ways: Readonly<
  Record<string, (keys: Expr, builder: ProgramBuilder, layout: number[]) => Expr>
> = {
  directly: (keys) => keys,
  "through a binding": (keys) => ({
    tag: "binding",
    value: { symbol: 0x4000_0001, expr: keys, main: variable(1) },
  }),
  "through a function": (keys) => call(fn(7, parameter(7, 0)), keys),
  "through a condition": (keys) => ({
    tag: "switch",
    value: [
      { condition: literal([1]), value: keys },
      { condition: literal([1]), value: keys },
    ],
  }),
  "through map": (keys, builder, layout) =>
    builder.call("std::array::map", [layout[0] as number, ...layout], keys, fn(8, parameter(8, 0))),
  "through filter": (keys, builder, layout) =>
    builder.call("std::array::filter", layout, keys, fn(8, literal([1]))),
};

/** Executes `keys | group(x -> x)`. */
function groups(type: KeyType, values: readonly unknown[], way: keyof typeof ways): unknown {
  const builder = new ProgramBuilder();
  const size = type.codec.headBytes;
  const out = [...type.pointers, size];
  const layout = [size, type.pointers.length, ...type.pointers];
  const args = [...layout, size + 8, out.length, ...out, 2, size, 8];
  args.push(type.pointers.length, ...type.pointers, 1, 0, size);
  const keys: Expr = {
    tag: "array",
    value: { itemLayout: layoutOf(type), items: values.map(type.expr) },
  };
  const made = (ways[way] as (typeof ways)[string])(keys, builder, layout);
  const body = builder.call("std::array::group", args, made, fn(1, parameter(1, 0)));
  const output = execute(builder.build(body));
  return array(tuple([type.codec, array(type.codec)])).decode(output);
}

const shown = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? `${each}n` : each));

function expected(values: readonly unknown[]): unknown {
  const found = new Map<string, unknown[]>();
  for (const value of values) found.set(shown(value), [...(found.get(shown(value)) ?? []), value]);
  return [...found.values()].map((equal) => [equal[0], equal]);
}

describe.each(Object.keys(ways))("keys of any type that come %s", (way) => {
  test("are grouped by their values", () => {
    const random = createRandom(17);
    const draw: Draw = (below) => random.below(below);
    let refused = 0;
    for (let i = 0; i < 150; i++) {
      const type = randomType(draw, 3)(draw);
      const values = Array.from({ length: 1 + draw(8) }, () => type.draw());
      try {
        expect([type.name, groups(type, values, way)]).toEqual([type.name, expected(values)]);
      } catch (error) {
        if (
          !isRunnerError(error) ||
          !error.message.startsWith("group: the bytecode does not say")
        ) {
          throw error;
        }
        refused++;
      }
    }
    // Of the payload of an option nothing is known if it is always an empty array.
    expect(refused).toBeLessThan(5);
  });
});

test("numbers between texts, and after them, tell keys apart", () => {
  const type = tupleOf(word, small, word, small)(() => 0);
  const values = [
    ["a", 1, "b", 1],
    ["a", 2, "b", 1],
    ["a", 1, "b", 2],
    ["a", 1, "b", 1],
  ];
  expect(groups(type, values, "directly")).toEqual(expected(values));
});

test("a key that is put together from what nothing is known of is refused", () => {
  const builder = new ProgramBuilder();
  const key: Expr = {
    tag: "array",
    value: { itemLayout: { headSize: 64, bodyPtrs: [0] }, items: [parameter(1, 0)] },
  };
  const args = [8, 1, 0, 16, 2, 0, 8, 2, 8, 8, 1, 0, 1, 0, 8];
  const body = builder.call("std::array::group", args, input, fn(1, key));
  const items = [[1n], [2n], [1n]];
  expect(() => execute(builder.build(body), array(array(int64)).encode(items))).toThrow(
    "group: the bytecode does not say what these keys contain",
  );
});

test("numbers are grouped by arrays of them: func main() -> ([1, 1, 2]: [Int64]) | group(x -> [x])", () => {
  const builder = new ProgramBuilder();
  const key: Expr = {
    tag: "array",
    value: { itemLayout: { headSize: 64, bodyPtrs: [] }, items: [parameter(1, 0)] },
  };
  const args = [8, 0, 16, 2, 0, 8, 2, 8, 8, 1, 0, 1, 0, 8];
  const body = builder.call("std::array::group", args, input, fn(1, key));
  const output = execute(builder.build(body), array(int64).encode([1n, 1n, 2n]));
  expect(array(tuple([array(int64), array(int64)])).decode(output)).toEqual([
    [[1n], [1n, 1n]],
    [[2n], [2n]],
  ]);
});

test("numbers are grouped by variants that hold them", () => {
  const builder = new ProgramBuilder();
  const key: Expr = {
    tag: "enumVariant",
    value: {
      tag: Uint8Array.of(1),
      innerBytes: 4,
      hasPtr: true,
      paddingBytes: 0,
      inner: parameter(1, 0),
    },
  };
  const args = [8, 0, 13, 2, 1, 5, 2, 5, 8, 1, 1, 1, 0, 5];
  const numbers: Expr = {
    tag: "array",
    value: {
      itemLayout: { headSize: 64, bodyPtrs: [] },
      items: [1n, 2n, 1n].map((each) => literal(int64.encode(each))),
    },
  };
  const body = builder.call("std::array::group", args, numbers, fn(1, key));
  const output = execute(builder.build(body));
  expect(array(tuple([option(int64), array(int64)])).decode(output)).toEqual([
    [1n, [1n, 1n]],
    [2n, [2n]],
  ]);
});

test("numbers are not grouped by variants that hold what nothing is known of", () => {
  const builder = new ProgramBuilder();
  const value = { tag: Uint8Array.of(1), innerBytes: 4, hasPtr: true, paddingBytes: 0 };
  const key: Expr = {
    tag: "enumVariant",
    value: { ...value, inner: literal(array(int64).encode([])) },
  };
  const args = [8, 0, 13, 2, 1, 5, 2, 5, 8, 1, 1, 1, 0, 5];
  const body = builder.call("std::array::group", args, input, fn(1, key));
  expect(() => execute(builder.build(body), array(int64).encode([1n, 2n]))).toThrow(
    "group: the bytecode does not say what these keys contain",
  );
});

test("an empty array beside others does not make texts of them", () => {
  const builder = new ProgramBuilder();
  const key: Expr = {
    tag: "switch",
    value: [
      { condition: literal([0]), value: literal(array(int64).encode([])) },
      { condition: literal([1]), value: parameter(1, 0) },
    ],
  };
  const args = [8, 1, 0, 16, 2, 0, 8, 2, 8, 8, 1, 0, 1, 0, 8];
  const body = builder.call("std::array::group", args, input, fn(1, key));
  expect(() => execute(builder.build(body), array(array(int64)).encode([[65n], [321n]]))).toThrow(
    "group: the bytecode does not say what these keys contain",
  );
});
