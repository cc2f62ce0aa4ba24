import { expectGrowth } from "@lutra-internal/testing";
import type { TyLayout } from "@lutra/bin";
import type { Expr } from "@lutra/bin/program";
import type { Program } from "@lutra/runner-core";
import { describe, expect, test } from "vitest";
import { InterpreterRunner } from "../src/index.ts";
import {
  fn,
  input,
  int64Literal,
  literal,
  parameter,
  ProgramBuilder,
  variable,
} from "./support/bytecode.ts";

const one = int64Literal(1n);
const number: TyLayout = { headSize: 64, bodyPtrs: [] };
const link: TyLayout = { headSize: 64, bodyPtrs: [0] };
const oneText = literal([8, 0, 0, 0, 1, 0, 0, 0, 97]);

const repeat = (n: number, make: (i: number) => Expr): Expr[] =>
  Array.from({ length: n }, (_, i) => make(i));
const listOf = (items: Expr[], itemLayout = number): Expr => ({
  tag: "array",
  value: { itemLayout, items },
});
const call = (callee: Expr, ...args: Expr[]): Expr => ({
  tag: "call",
  value: { function: callee, args },
});
const bind = (id: number, expr: Expr, main: Expr): Expr => ({
  tag: "binding",
  value: { symbol: 0x4000_0000 + id, expr, main },
});
const choose = (...values: Expr[]): Expr => ({
  tag: "switch",
  value: values.map((value) => ({ condition: literal([0]), value })),
});
const step = (base: Expr): Expr => ({ tag: "offset", value: { base, offset: 0 } });
const row = (n: number): Expr => ({
  tag: "tuple",
  value: {
    fields: repeat(n, () => oneText).map((expr) => ({ expr, unpack: 0 })),
    fieldLayouts: repeat(n, () => one).map(() => link),
  },
});
const pointersOf = (n: number): number[] => Array.from({ length: n }, (_, i) => i * 8);
const variants = (n: number): Expr =>
  listOf(
    repeat(n, (i) => ({
      tag: "enumVariant",
      value: {
        tag: Uint8Array.of(i & 255, i >> 8),
        innerBytes: 4,
        hasPtr: true,
        paddingBytes: 0,
        inner: one,
      },
    })),
    { headSize: 48, bodyPtrs: [2] },
  );

/** Nests as deep as programs may, as often as it takes to come to about `n` expressions. */
function nests(
  n: number,
  depth: number,
  inner: Expr,
  nest: (inner: Expr, level: number) => Expr,
): Expr {
  return listOf(
    repeat(Math.ceil(n / depth), () => {
      let expr = inner;
      for (let level = depth - 1; level >= 0; level--) expr = nest(expr, level);
      return expr;
    }),
  );
}

/** Programs of about `n` expressions of one kind. */
const kinds: Readonly<Record<string, (n: number, builder: ProgramBuilder) => Expr>> = {
  "items of an array": (n) => listOf(repeat(n, () => one)),
  "fields of a tuple": row,
  "fields of a tuple in an array": (n) =>
    listOf([row(n)], { headSize: n * 64, bodyPtrs: pointersOf(n) }),
  branches: (n) => choose(...repeat(n, () => one)),
  "nested branches": (n) => nests(n, 300, one, (inner) => choose(one, inner)),
  externals: (n, builder) => {
    for (let i = 0; i < n; i++) builder.external("std::ops::add_int64");
    return one;
  },
  calls: (n, builder) => {
    const add = builder.external("std::ops::add_int64");
    return listOf(repeat(n, () => call(add, one, one)));
  },
  "bindings side by side": (n) => listOf(repeat(n, (i) => bind(i, input, variable(i)))),
  "bindings in a row": (n) =>
    nests(n, 400, variable(399), (inner, i) =>
      bind(i, step(i > 0 ? variable(i - 1) : input), inner),
    ),
  "bindings in what is bound": (n) =>
    nests(n, 400, input, (inner, i) => bind(i, inner, step(variable(i)))),
  "functions of loops": (n, builder) => {
    const map = builder.external("std::array::map", 8, 8, 0);
    return listOf(
      repeat(n, (i) => call(map, input, fn(1 + (i % 1000), one))),
      link,
    );
  },
  variants: variants,
  "variants of keys": (n, builder) => {
    const args = [6, 1, 2, 14, 2, 2, 6, 2, 6, 8, 1, 2, 1, 0, 6];
    return builder.call("std::array::group", args, variants(n), fn(1, parameter(1, 0)));
  },
  "empty tuples that are spread": (n) => ({
    tag: "tuple",
    value: {
      fields: repeat(n, () => ({ tag: "tuple", value: { fields: [], fieldLayouts: [] } })).map(
        (expr) => ({ expr, unpack: 0 }),
      ),
      fieldLayouts: [],
    },
  }),
  columns: (n, builder) => {
    const eights = Array.from({ length: n }, () => 8);
    const args = [n * 8, 0, n, ...eights, ...eights.map(() => 0)];
    const columns: Expr = {
      tag: "tuple",
      value: {
        fields: repeat(n, () => listOf([])).map((expr) => ({ expr, unpack: 0 })),
        fieldLayouts: eights.map(() => link),
      },
    };
    return builder.call("std::array::from_columnar", args, columns);
  },
};

function programOf(kind: keyof typeof kinds, n: number): Program {
  const builder = new ProgramBuilder();
  return builder.build((kinds[kind] as (typeof kinds)[string])(n, builder));
}

/** Expects the larger program to take less than ten times as long to prepare, or less than another factor. */
function expectProportion(small: Program, large: Program, factor = 10): void {
  expectGrowth(
    () => new InterpreterRunner().prepareSync(small),
    () => new InterpreterRunner().prepareSync(large),
    factor,
  );
}

/** Makes functions side by side: 250 names are in scope where each of their parameters is used. */
function functionsInRow(): Program {
  const bodyOf = (id: number): Expr => listOf(repeat(250, (i) => parameter(id, i)));
  const items = repeat(40, (i) => callOf250(fn(i + 1, bodyOf(i + 1))));
  return new ProgramBuilder().build(listOf(items, link));
}

/** Makes as many functions around each other: 10,000 names are in scope where each of their parameters is used. */
function functionsInFunctions(): Program {
  let body = listOf(repeat(10_000, (i) => parameter(1 + (i % 40), Math.floor(i / 40))));
  for (let id = 40; id > 0; id--) body = callOf250(fn(id, body));
  return new ProgramBuilder().build(body);
}

const callOf250 = (callee: Expr): Expr => call(callee, ...repeat(250, () => input));

describe("preparing takes time in proportion to the program", () => {
  // Four times the program took 16 times as long where pointers were looked up in a list. By hand: PREPARE_SCALE=10.
  const scale = Number(process.env["PREPARE_SCALE"] ?? 1);
  test.each(Object.keys(kinds))("with many: %s", (kind) => {
    expectProportion(programOf(kind, 500 * scale), programOf(kind, 2000 * scale));
  });

  test("whatever number of names is in scope", () => {
    // With names in a list, the larger program took 60 times as long.
    expectProportion(functionsInRow(), functionsInFunctions(), 5);
  });
});

/** Returns a matcher of a `RunnerError`. */
function failure(code: string, message: RegExp): unknown {
  const text = expect.stringMatching(message) as string;
  return expect.objectContaining({ name: "RunnerError", code, message: text });
}

/** Returns a function that is applied twice by the next one, and so on. */
function doubling(levels: number): Program {
  const builder = new ProgramBuilder();
  const not = builder.external("std::ops::not");
  let applied: Expr = fn(0x1000, call(not, parameter(0x1000, 0)));
  for (let i = 0; i < levels; i++) {
    const twice = call(variable(i), call(variable(i), parameter(i + 1, 0)));
    applied = fn(i + 1, bind(i, applied, twice));
  }
  return builder.build(call(applied, input));
}

describe("the memory of a prepared program", () => {
  test("is bounded by the number of its expressions, which an option sets", () => {
    const program = doubling(20);
    expect(program.bytes.length).toBeLessThan(2000);
    const refusal = failure("PREPARE_ERROR", /more than 262144 expressions .* maxExpressions/);
    expect(() => new InterpreterRunner().prepareSync(program)).toThrow(refusal);
    expect(() => new InterpreterRunner({ maxExpressions: 100 }).prepareSync(doubling(8))).toThrow(
      failure("PREPARE_ERROR", /more than 100 expressions .* maxExpressions/),
    );
    new InterpreterRunner({ maxExpressions: 100_000 }).prepareSync(doubling(8));
  });

  test("is estimated on its handle", () => {
    const runner = new InterpreterRunner();
    const sizes = [6, 9, 12].map((levels) => runner.prepareSync(doubling(levels)).memoryBytes);
    const [small = 0, middle = 0, large = 0] = sizes;
    expect(small).toBeGreaterThan(1000);
    expect(middle).toBeGreaterThan(small * 4);
    expect(large).toBeGreaterThan(middle * 4);
    expect(large).toBeLessThan(20_000_000);
    // 14 bytes for each of its own, and 250 for each of its two expressions.
    const identity = new ProgramBuilder().build(input);
    expect(runner.prepareSync(identity).memoryBytes).toBe(14 * identity.bytes.length + 2 * 250);
  });

  test("is bounded where many applications ask whether an argument is a function", () => {
    // Each application passes on a function at the end of a row of bindings, which is not compiled.
    const builder = new ProgramBuilder();
    let callback: Expr = fn(0x2000, parameter(0x2000, 0));
    for (let i = 0; i < 400; i++) callback = bind(0x1000 + i, one, callback);
    let applied: Expr = fn(0x1000, one);
    for (let i = 0; i < 14; i++) {
      const pass = call(variable(i), callback);
      applied = fn(i + 1, bind(i, applied, listOf([pass, pass], link)));
    }
    const program = builder.build(call(applied, callback));
    expect(() => new InterpreterRunner().prepareSync(program)).toThrow(
      failure("PREPARE_ERROR", /maxExpressions/),
    );
  });
});
