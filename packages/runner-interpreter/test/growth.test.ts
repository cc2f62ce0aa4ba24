import { array, int64, option, text, tuple } from "@lutra/bin";
import type { Expr } from "@lutra/bin/program";
import { expect, test } from "vitest";
import {
  execute,
  fn,
  input,
  int64Literal,
  literal,
  parameter,
  ProgramBuilder,
} from "./support/bytecode.ts";

const texts = (n: number): string[] => Array.from({ length: n }, (_, i) => `text number ${i}`);

test("filtering again and again does not make the output grow", () => {
  const bytes = array(text).encode(texts(100));
  const sizes = [0, 1, 2, 8].map((times) => {
    const builder = new ProgramBuilder();
    let body = input;
    for (let i = 0; i < times; i++) {
      body = builder.call("std::array::filter", [8, 1, 0], body, fn(i + 1, literal([1])));
    }
    return execute(builder.build(body), bytes).length;
  });
  expect(sizes).toEqual([bytes.length, bytes.length, bytes.length, bytes.length]);
});

test("a fold over a tuple with texts keeps what it needs only", () => {
  // (kept, last): the first text stays, the second is replaced each time.
  const builder = new ProgramBuilder();
  const accumulator = parameter(1, 0);
  const layout = { headSize: 64, bodyPtrs: [0] };
  const next: Expr = {
    tag: "tuple",
    value: {
      fields: [
        { expr: accumulator, unpack: 0 },
        {
          expr: builder.call("std::text::concat", [], literal(text.encode("x")), parameter(1, 1)),
          unpack: 0,
        },
      ],
      fieldLayouts: [layout, layout],
    },
  };
  const body = builder.call(
    "std::array::fold",
    [8],
    input,
    literal(tuple([text, text]).encode(["kept", ""])),
    fn(1, next),
  );
  for (const n of [10, 1000]) {
    const output = execute(builder.build(body), array(text).encode(texts(n)));
    expect(tuple([text, text]).decode(output)).toEqual(["kept", `xtext number ${n - 1}`]);
    expect(output.length).toBeLessThan(80);
  }
});

test("an output that needs one of many computed texts has that one only", () => {
  const builder = new ProgramBuilder();
  const shout = builder.call("std::text::concat", [], parameter(1, 0), literal(text.encode("!")));
  const all = builder.call("std::array::map", [8, 8, 1, 0], input, fn(1, shout));
  const body = builder.call(
    "std::array::slice",
    [8, 1, 0],
    all,
    int64Literal(500n),
    int64Literal(501n),
  );
  const output = execute(builder.build(body), array(text).encode(texts(1000)));
  expect(array(text).decode(output)).toEqual(["text number 500!"]);
  expect(output.length).toBeLessThan(64);
});

test("parts of one text share its bytes", () => {
  const builder = new ProgramBuilder();
  const body = builder.call("std::text::split", [], input, literal(text.encode(" ")));
  const words = Array.from({ length: 1000 }, () => "word").join(" ");
  const output = execute(builder.build(body), text.encode(words));
  expect(array(text).decode(output)).toHaveLength(1000);
  expect(output.length).toBe(8 + 1000 * 8 + words.length);
});

test("a result that is used twice is in the output once", () => {
  const builder = new ProgramBuilder();
  const layout = { headSize: 64, bodyPtrs: [0] };
  const numbers = builder.call(
    "std::array::sequence_int64",
    [],
    int64Literal(0n),
    int64Literal(1000n),
  );
  const variable: Expr = { tag: "pointer", value: 0x4000_0000 };
  const body: Expr = {
    tag: "binding",
    value: {
      symbol: 0x4000_0000,
      expr: numbers,
      main: {
        tag: "tuple",
        value: {
          fields: [
            { expr: variable, unpack: 0 },
            { expr: variable, unpack: 0 },
          ],
          fieldLayouts: [layout, layout],
        },
      },
    },
  };
  const output = execute(builder.build(body));
  const [first, second] = tuple([array(int64), array(int64)]).decode(output);
  expect(first).toEqual(second);
  expect(output.length).toBeLessThan(8200);
});

test("the greatest of many computed numbers brings no other into the output", () => {
  const builder = new ProgramBuilder();
  const numbers = builder.call(
    "std::array::sequence_int64",
    [],
    int64Literal(0n),
    int64Literal(1000n),
  );
  const compare = builder.external("std::ops::cmp_int64");
  for (const [name, value] of [
    ["std::array::max", 999n],
    ["std::array::min", 0n],
  ] as const) {
    const output = execute(builder.build(builder.call(name, [8], numbers, compare)));
    expect(option(int64).decode(output)).toBe(value);
    expect(output.length).toBe(13);
  }
});

test("flat_map foresees the size of its result, and grows when it is longer", () => {
  // Texts that stay empty and become long, or the other way round.
  for (const long of [(i: number) => i < 100, (i: number) => i >= 900]) {
    const lines = texts(1000).map((line, i) => (long(i) ? `${line} `.repeat(50) : "x"));
    const builder = new ProgramBuilder();
    const split = builder.call("std::text::split", [], parameter(1, 0), literal(text.encode(" ")));
    const body = builder.call("std::array::flat_map", [8, 8, 1, 0], input, fn(1, split));
    const output = execute(builder.build(body), array(text).encode(lines));
    expect(array(text).decode(output)).toEqual(lines.flatMap((line) => line.split(" ")));
  }
});
