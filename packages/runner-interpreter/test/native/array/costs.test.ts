import { array, bool, int64, text } from "@lutra/bin";
import type { Expr } from "@lutra/bin/program";
import { isRunnerError } from "@lutra/runner-core";
import { expect, test } from "vitest";
import { InterpreterRunner } from "../../../src/index.ts";
import {
  fn,
  input,
  int64Literal,
  literal,
  parameter,
  ProgramBuilder,
} from "../../support/bytecode.ts";

const builder = new ProgramBuilder();
const call = (name: string, args: readonly number[], ...given: Expr[]): Expr =>
  builder.call(`std::${name}`, [...args], ...given);
const one = int64Literal(1n);
const fifty = int64Literal(50n);
const hundred = int64Literal(100n);
const byInt64 = builder.external("std::ops::cmp_int64");
const window = literal([1, 0, 0, 0]);

/** Adds up 100 numbers: an expression whose evaluation counts 10 steps. */
function long(of: Expr): Expr {
  let sum = of;
  for (let i = 0; i < 100; i++) sum = call("ops::add_int64", [], sum, one);
  return sum;
}
const item = parameter(1, 0);
const sum = fn(1, long(item));
const isMore = fn(1, call("ops::lt_int64", [], long(item), one));
const order = fn(1, call("ops::cmp_int64", [], long(item), parameter(1, 1)));
const both: Expr = {
  tag: "array",
  value: { itemLayout: { headSize: 64, bodyPtrs: [] }, items: [long(item), item] },
};
const rest = fn(1, call("array::slice", [8, 0], item, fifty, hundred));
const groups = [16, 1, 8, 2, 8, 8, 0, 1, 0, 8];
const columns = [2, 4, 4, 0, 0];
const columnsOf = call("array::to_columnar", [8, 2, 0, 4, ...columns], input);

/** Returns the lowest limit with which a program can be executed. */
function leastOf(limit: "maxSteps" | "maxAllocatedBytes", body: Expr, input: Uint8Array): number {
  const program = builder.build(body);
  let [refused, enough] = [0, 2 ** 20];
  while (enough - refused > 1) {
    const value = (refused + enough) >> 1;
    const runner = new InterpreterRunner({ [limit]: value });
    try {
      runner.executeSync(runner.prepareSync(program), input);
      enough = value;
    } catch (error) {
      if (!isRunnerError(error) || error.code !== "LIMIT_EXCEEDED") throw error;
      refused = value;
    }
  }
  return enough;
}

const numbers = (count: number): Uint8Array =>
  array(int64).encode(Array.from({ length: count }, (_, i) => BigInt(i)));

/** Makes an array, and an output without its items, which would count steps of their own. */
const made = (name: string, args: readonly number[], ...given: Expr[]): Expr =>
  call("array::count", [], call(`array::${name}`, args, ...given));

test.each<[name: string, steps: number, result: Expr]>([
  ["map", 1000, made("map", [8, 8, 0], input, sum)],
  ["filter", 1000, made("filter", [8, 0], input, isMore)],
  ["scan", 1000, made("scan", [8, 8, 0], input, one, sum)],
  ["fold", 1000, call("array::fold", [8], input, one, sum)],
  ["flat_map", 1000 + 200, made("flat_map", [8, 8, 0], input, fn(1, both))],
  ["group", 1000, made("group", [8, 0, ...groups], input, sum)],
  ["sort", 1000 + 700, made("sort", [8, 0], input, sum, byInt64)],
  ["max", 100, call("array::max", [8], input, byInt64)],
  ["max by a function", 100 + 990, call("array::max", [8], input, order)],
  ["rank", 100 + 700, made("rank", [8], input, byInt64)],
  ["lag", 100, made("lag", [8, 0, 3, 8, 0, 0], input, one)],
  ["append", 200, made("append", [8, 0], input, input)],
  ["slice", 50, made("slice", [8, 0], input, fifty, hundred)],
  ["loop_until_empty", 101 + 50 + 51, made("loop_until_empty", [8, 0], input, rest)],
  ["sequence", 99, made("sequence_int64", [], one, hundred)],
  ["sum", 100, call("array::sum_int64", [8], input)],
  ["mean", 100, call("array::mean_int64", [8], input)],
  ["rolling_mean", 100, made("rolling_mean_int64", [8], input, window, window)],
  ["zip", 200, made("zip", [8, 0, 8, 0], input, input)],
  ["to_columnar", 200, call("array::count", [], columnsOf)],
  ["from_columnar", 200 + 200, made("from_columnar", [8, 0, ...columns], columnsOf)],
])("%s of 100 items counts %i steps", (_, steps, result) => {
  expect(leastOf("maxSteps", result, numbers(100))).toBe(steps);
});

test("all of 100 items counts 100 steps", () => {
  const answers = array(bool).encode(Array.from({ length: 100 }, () => true));
  expect(leastOf("maxSteps", call("array::all", [], input), answers)).toBe(100);
});

test("group counts a step for 16 bytes of a key, and one for the key", () => {
  const texts = array(text).encode(Array.from({ length: 100 }, () => "x".repeat(40)));
  const args = [8, 1, 0, 16, 2, 0, 8, 2, 8, 8, 1, 0, 1, 0, 8];
  expect(leastOf("maxSteps", made("group", args, input, fn(1, item)), texts)).toBe(100 + 300);
});

test("group counts a step for the variant of a key, too", () => {
  const value = { tag: Uint8Array.of(1), innerBytes: 4, hasPtr: true, paddingBytes: 0 };
  const key: Expr = { tag: "enumVariant", value: { ...value, inner: fifty } };
  const args = [8, 0, 13, 2, 1, 5, 2, 5, 8, 1, 1, 1, 0, 8];
  const result = made("group", args, input, fn(1, key));
  expect(leastOf("maxSteps", result, numbers(100))).toBe(100 + 100);
});

test.each<[name: string, bytes: number, result: Expr]>([
  ["filter", 8, made("filter", [8, 0], input, isMore)],
  ["sort", 40 + 8, made("sort", [8, 0], input, fn(1, item), byInt64)],
  ["rank", 40 + 4, made("rank", [8], input, byInt64)],
  ["group", 96 + 8, made("group", [8, 0, ...groups], input, fn(1, one))],
])("%s takes %i bytes more for one item more", (_, bytes, result) => {
  const taken = (count: number): number => leastOf("maxAllocatedBytes", result, numbers(count));
  expect(taken(2000) - taken(1000)).toBe(1000 * bytes);
});

test("split into characters counts a step for each piece", () => {
  const pieces = call("array::count", [], call("text::split", [], input, literal(text.encode(""))));
  // Beside those for 102 pieces: 7 for 100 bytes of text, and one for a separator.
  expect(leastOf("maxSteps", pieces, text.encode("x".repeat(100)))).toBe(102 + 7 + 1);
});

test("map counts the steps of its function for each piece of a split text", () => {
  const pieces = call("text::split", [], input, literal(text.encode("")));
  const result = made("map", [8, 8, 0], pieces, fn(1, long(one)));
  expect(leastOf("maxSteps", result, text.encode("x".repeat(100)))).toBe(102 + 7 + 1 + 1020);
});

test("split takes 48 bytes more for one piece more", () => {
  const pieces = call(
    "array::count",
    [],
    call("text::split", [], input, literal(text.encode(","))),
  );
  const taken = (count: number): number =>
    leastOf("maxAllocatedBytes", pieces, text.encode(",".repeat(count)));
  expect(taken(2000) - taken(1000)).toBe(1000 * 48);
});
