import { afterAll, describe, expect, test } from "vitest";
import { scalarOf } from "../../src/scalar.ts";
import { quotedWhole, scalarLiteral } from "../../src/input/scalar-literal.ts";

const zone = process.env["TZ"];

afterAll(() => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});

describe.each(["UTC", "America/New_York", "Asia/Shanghai", "Pacific/Apia"])("in %s", (name) => {
  test.each([
    ["Date", 0, "1970-01-01"],
    ["Date", -1, "1969-12-31"],
    ["Date", 15339, "2011-12-31"],
    ["Date", -719162, "0001-01-01"],
    ["Date", -719163, "0001-12-31 (BC)"],
    ["Date", -2440588, "4714-11-24 (BC)"],
    ["Date", 2932897, "10000-01-01"],
    ["Date", 106751991, "294247-01-10"],
    ["Date", 2147483646, "5881580-07-10"],
    ["Date", -2147483646, "5877642-06-25 (BC)"],
    ["Date", 2147483647, "infinity"],
    ["Date", -2147483647, "-infinity"],
    ["Time", 3_723_000_005n, "01:02:03.000005"],
    ["Time", 86_400_000_000n, "24:00:00.000000"],
    ["Timestamp", -1n, "1969-12-31 23:59:59.999999"],
    ["Timestamp", 1_735_787_045_000_001n, "2025-01-02 03:04:05.000001"],
    ["Timestamp", 2n ** 63n - 1n, "infinity"],
    ["Timestamp", 1n - 2n ** 63n, "-infinity"],
    ["Timestamp", -9_223_372_022_400_000_000n, "290309-12-22 (BC) 00:00:00.000000"],
    ["Timestamp", 2n ** 63n - 2n, "294247-01-10 04:00:54.775806"],
  ] as const)("%s %s is %s", (type, value, expected) => {
    process.env["TZ"] = name;
    expect(scalarLiteral(scalarOf(type))(value)).toBe(expected);
  });
});

test.each([
  ["Text", 'a"b\\c\nd', '"a\\"b\\\\c\nd"'],
  ["Float64", -0, "-0.0"],
  ["Float64", Number.NaN, "NaN"],
  ["Float64", -Infinity, "-Infinity"],
  ["Uint64", 2n ** 64n - 1n, "18446744073709551615"],
  ["Duration", -5n, "-5"],
  ["Decimal", 1234n, "1234"],
  ["Bool", true, "true"],
  ["prim8", 200, "-56"],
  ["prim64", 2n ** 64n - 1n, "-1"],
] as const)("%s %s is %s", (type, value, expected) => {
  expect(scalarLiteral(scalarOf(type))(value)).toBe(expected);
});

test.each([
  ["Date", -2147483648],
  ["Time", 86_400_000_001n],
  ["Time", 2n ** 64n - 1n],
  ["Timestamp", -9_223_372_022_400_000_001n],
  ["Timestamp", 2n - 2n ** 63n],
  ["Timestamp", -(2n ** 63n)],
] as const)("%s %s, which DuckDB does not have, is an error", (type, value) => {
  expect(() => scalarLiteral(scalarOf(type))(value)).toThrow(`DuckDB has no ${type} ${value}`);
});

test("the text of a list within others may be as long as it cannot fill the memory, if it has quotes", () => {
  // 32 Mi characters on the first level, and half as many on each further one.
  for (const [levels, most] of [
    [20, 64],
    [23, 8],
    [26, 1],
  ] as const) {
    const text = "'".repeat(most);
    expect(quotedWhole(text, levels)).toBe(`'${"\\'".repeat(most)}'`);
    expect(() => quotedWhole(`${text}'`, levels)).toThrow(
      `a list or tuple of ${levels} levels within another, with quotes or backslashes in it, is longer than ${most} characters`,
    );
    expect(quotedWhole("x".repeat(2 * most), levels)).toHaveLength(2 * most + 2);
  }
});
