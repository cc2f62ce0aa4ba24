import { array, int64 } from "@lutra/bin";
import type { Expr } from "@lutra/bin/program";
import type { Program } from "@lutra/runner-core";
import { describe, expect, test } from "vitest";
import { InterpreterRunner } from "../../src/index.ts";
import {
  execute,
  fn,
  input,
  literal,
  parameter,
  ProgramBuilder,
  variable,
} from "../support/bytecode.ts";

const one = literal([1]);
const call = (callee: Expr, ...args: Expr[]): Expr => ({
  tag: "call",
  value: { function: callee, args },
});
const bind = (id: number, expr: Expr, main: Expr): Expr => ({
  tag: "binding",
  value: { symbol: 0x4000_0000 + id, expr, main },
});
const offsets = (count: number, inner: Expr): Expr =>
  count === 0 ? inner : { tag: "offset", value: { base: offsets(count - 1, inner), offset: 0 } };
const build = (body: Expr): Program => new ProgramBuilder().build(body);

/** Returns a function that binds a row of values first. */
function functionAfter(bindings: number): Expr {
  let callee = fn(9, one);
  for (let i = 0; i < bindings; i++) callee = bind(i, one, callee);
  return callee;
}

/** Returns bindings, each in what the next one binds. */
function nestedBindings(count: number): Expr {
  let body = one;
  for (let i = 0; i < count; i++) body = bind(i, body, variable(i));
  return body;
}

describe("the option maxExpressions", () => {
  test.each<[string, Expr, number]>([
    ["the function and its body", input, 2],
    ["each expression", offsets(10, input), 12],
    ["a function and its body each time that it is applied", call(fn(1, one), input), 5],
    // Eleven bindings, each with the value that it binds, and a function.
    ["expressions that are asked for being functions", call(fn(1, one), functionAfter(11)), 23],
  ])("counts %s", (_, body, count) => {
    const program = build(body);
    new InterpreterRunner({ maxExpressions: count }).prepareSync(program);
    expect(() => new InterpreterRunner({ maxExpressions: count - 1 }).prepareSync(program)).toThrow(
      `more than ${count - 1} expressions`,
    );
  });

  test("counts an expression once if it is asked again for being a function", () => {
    const runner = new InterpreterRunner({ maxExpressions: 120 });
    const prepared = runner.prepareSync(build(nestedBindings(50)));
    expect(runner.executeSync(prepared, new Uint8Array(0))).toEqual(Uint8Array.of(1));
  });
});

test("a loop costs a step for each item and 32 expressions of its body", () => {
  const items = array(int64).encode(Array.from({ length: 1000 }, () => 0n));
  const run = (expressions: number): void => {
    const builder = new ProgramBuilder();
    // The function and the parameter are two of them.
    const body = fn(1, offsets(expressions - 2, parameter(1, 0)));
    const map = builder.call("std::array::map", [8, 8, 0], input, body);
    execute(builder.build(map), items, { maxSteps: 2500 });
  };
  run(32);
  run(64);
  expect(() => run(65)).toThrow("maxSteps");
});

test.each([
  ["no function of that parameter", 0x8000_0101],
  ["a variable", 0x4000_0100],
])("a function whose symbol is that of %s is refused", (_, symbolNs) => {
  const callee: Expr = { tag: "function", value: { symbolNs, body: one } };
  expect(() => execute(build(call(callee, input)))).toThrow(
    `0x${symbolNs.toString(16)} is not the symbol of a function`,
  );
});

test.each<[string, Expr]>([
  ["a function", fn(1, one)],
  ["a variable that is one", bind(1, fn(1, one), variable(1))],
])("%s is no value", (_, body) => {
  expect(() => execute(build(body))).toThrow("a function stands where a value is needed");
});

test("a name means what it is bound to where it stands", () => {
  const apply = (argument: Expr): Expr => call(fn(5, variable(1)), argument);
  const shadowed = bind(1, literal([2]), bind(2, bind(1, literal([3]), variable(1)), variable(1)));
  expect(execute(build(shadowed))).toEqual(Uint8Array.of(2));
  // The function sees the outer binding, wherever it is applied.
  const closure = bind(
    1,
    literal([4]),
    bind(3, fn(5, variable(1)), bind(1, literal([6]), call(variable(3), input))),
  );
  expect(execute(build(closure))).toEqual(Uint8Array.of(4));
  expect(execute(build(bind(1, literal([7]), apply(input))))).toEqual(Uint8Array.of(7));
});
