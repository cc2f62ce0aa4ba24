import { describe, expect, test } from "vitest";
import { opsModule } from "../../src/native/ops.ts";
import { call, textOf } from "./call.ts";

const ops = opsModule();

describe("arithmetic wraps around and keeps the sign of the dividend", () => {
  test.each<[string, unknown[], unknown]>([
    ["add_int8", [127, 1], -128],
    ["sub_int16", [-32768, 1], 32767],
    ["mul_int32", [2147483647, 2147483647], 1],
    ["mul_uint32", [4294967295, 4294967295], 1],
    ["add_uint8", [255, 2], 1],
    ["sub_uint16", [0, 1], 65535],
    ["sub_uint64", [0, 1], 18446744073709551615n],
    ["add_int64", [9223372036854775807n, 1], -9223372036854775808n],
    ["neg_int8", [-128], -128],
    ["neg_int64", [-9223372036854775808n], -9223372036854775808n],
    ["neg_int32", [0], 0],
    ["div_int32", [-7, 2], -3],
    ["div_int64", [-1, 2], 0],
    ["mod_int32", [-10, 6], -4],
    ["mod_int32", [10, -6], 4],
    ["mod_int64", [-4, 2], 0],
    ["mod_float64", [5.5, 0], Number.NaN],
    ["mod_float64", [-5.5, 2], -1.5],
    ["div_float64", [1, 0], Infinity],
    ["add_float32", [16777216, 1], 16777216],
    ["div_float32", [1, 3], Math.fround(1 / 3)],
    ["neg_float64", [0], -0],
    ["add_duration", [3, 4], 7],
    ["neg_duration", [3], -3],
    ["sub_decimal", [3, 4], -1],
  ])("%s(%o)", (name, args, expected) => {
    expect(call(ops, name, args)).toBe(expected);
  });
});

describe("integer division fails where there is no result", () => {
  test.each<[string, unknown[], string]>([
    ["div_int8", [1, 0], "attempt to divide by zero"],
    ["div_uint64", [1, 0], "attempt to divide by zero"],
    ["mod_int16", [1, 0], "attempt to calculate the remainder with a divisor of zero"],
    ["div_int32", [-2147483648, -1], "attempt to divide with overflow"],
    ["div_int64", [-9223372036854775808n, -1], "attempt to divide with overflow"],
    ["mod_int8", [-128, -1], "attempt to calculate the remainder with overflow"],
    ["mod_int64", [-9223372036854775808n, -1], "attempt to calculate the remainder with overflow"],
  ])("%s(%o)", (name, args, message) => {
    expect(() => call(ops, name, args)).toThrow(message);
  });
});

describe("cmp is a total order, eq and lt are those of the numbers", () => {
  const order = [-Infinity, -1, -0, 0, 1, Infinity, Number.NaN];
  test.each(["float32", "float64"])("cmp_%s", (kind) => {
    for (const [i, a] of order.entries()) {
      for (const [j, b] of order.entries()) {
        expect(call(ops, `cmp_${kind}`, [a, b])).toBe(Math.sign(i - j) + 1);
      }
    }
  });

  test.each<[string, unknown[], unknown]>([
    ["eq_float64", [Number.NaN, Number.NaN], false],
    ["eq_float64", [0, -0], true],
    ["lt_float64", [-0, 0], false],
    ["lte_float64", [Number.NaN, 1], false],
    ["lt_bool", [false, true], true],
    ["cmp_bool", [true, false], 2],
    ["lt_time", [-1, 0], true],
    ["lt_duration", [1, 2], true],
    ["lte_duration", [2, 2], true],
    ["cmp_decimal", [5, 5], 1],
    ["lt_date", [-1, 1], true],
    ["cmp_int64", [9007199254740993n, 9007199254740991], 2],
    ["lt_uint64", [9007199254740991, 18446744073709551615n], true],
    ["eq_int64", [9007199254740993n, 9007199254740993n], true],
    ["and", [true, false], false],
    ["or", [true, false], true],
    ["not", [false], true],
  ])("%s(%o)", (name, args, expected) => {
    expect(call(ops, name, args)).toBe(expected);
  });

  test("texts are compared by code point, not by UTF-16 unit", () => {
    const texts = ["", "a", "ab", "b", "\u{ff5e}", "\u{1f600}"].map(textOf);
    for (const [i, a] of texts.entries()) {
      for (const [j, b] of texts.entries()) {
        expect(call(ops, "cmp_text", [a, b])).toBe(Math.sign(i - j) + 1);
        expect(call(ops, "eq_text", [a, b])).toBe(i === j);
        expect(call(ops, "lt_text", [a, b])).toBe(i < j);
        expect(call(ops, "lte_text", [a, b])).toBe(i <= j);
      }
    }
  });
});

test.each([
  "add_text",
  "neg_uint8",
  "mul_duration",
  "add_date",
  "cmp_",
  "pow_int64",
  "toString",
  "add",
])("%s does not exist", (name) => {
  expect(ops.lookup(name, { layoutArgs: [], defs: [] })).toBeUndefined();
});
