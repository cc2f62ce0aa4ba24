import { describe, expect, test } from "vitest";
import { ParseError, parseSource } from "../../../src/parse.ts";
import type { Ty } from "../../../src/types/ty.ts";
import { array, enumOf, ident, option, prim, std, tuple, unit } from "../../support/make-ty.ts";

const int = std("Int32");
const text = std("Text");
const movie = tuple(["id", int], ["title", text], ["rating", option(std("Float64"))]);
const ether = { id: 6, title: "Ether", rating: 8.75 };

describe("what people write", () => {
  test.each<[string, string, Ty, unknown]>([
    ["names of fields", '{id = 6, title = "Ether", rating = some(8.75)}', movie, ether],
    ["no names of fields", '{6, "Ether", some(8.75)}', movie, ether],
    ["names in another order", '{rating=some(8.75),title="Ether",id=6,}', movie, ether],
    ["a dot before a variant", '{6, "Ether", .some(8.75)}', movie, ether],
    ["a prefix", "const output = 5", int, 5],
    ["a prefix in back-ticks", "# the answer\nconst `my output`\n=\n5\n", int, 5],
    ["comments", "[1, # one\n 2 # two\n]# end", array(int), [1, 2]],
    ["blanks and line ends of any kind", "\uFEFF\r\n\t[ 1\f,\v2 ]\r\n", array(int), [1, 2]],
    ["a variant that is called const", "const", enumOf(["const"], ["let"]), "const"],
    ["a field in back-ticks", "{`a b` = 1}", tuple(["a b", int]), { "a b": 1 }],
    [
      "a field with a name that is none, as rendered",
      "{a b = 1}",
      tuple(["a b", int]),
      { "a b": 1 },
    ],
    [
      "a longer variant first",
      "a b(1)",
      enumOf(["a", int], ["a b", int]),
      { tag: "a b", value: 1 },
    ],
    ["underscores", "1_000_000", int, 1_000_000],
    ["other bases", "[0xff, -0b101, 0o17]", array(int), [255, -5, 15]],
    ["a plus", "+5", int, 5],
    ["leading zeros", `${"0".repeat(100)}7`, int, 7],
    ["all 64 bits", "18446744073709551615", std("Uint64"), 18_446_744_073_709_551_615n],
    ["raw bits", "0xffff_ffff_ffff_ffff", prim(64), 18_446_744_073_709_551_615n],
    ["a whole float", "5", std("Float64"), 5],
    ["an exponent", "-1.5e-7", std("Float64"), -1.5e-7],
    ["no number", "NaN", std("Float32"), Number.NaN],
    ["an infinity", "-inf", std("Float64"), Number.NEGATIVE_INFINITY],
    ["a whole decimal", "5", std("Decimal"), 500n],
    ["a decimal with one digit", "-0.3", std("Decimal"), -30n],
    ["a decimal with zeros behind", "1.2300", std("Decimal"), 123n],
    ["a date", "@2024-10-04", std("Date"), 20_000],
    ["a date far away", "@-0001-12-31", std("Date"), -719_529],
    ["days", "2147483647", std("Date"), 2_147_483_647],
    ["a time", "@2:00:00", std("Time"), 7_200_000_000n],
    ["a duration", "@-27:30:00.5", std("Duration"), -99_000_500_000n],
    ["a timestamp", "@2031-07-09T10:11:12.131415", std("Timestamp"), 1_941_358_272_131_415n],
    ["a timestamp in UTC", "@1970-01-01T00:00:01Z", std("Timestamp"), 1_000_000n],
    ["microseconds", "-9223372036854775808", std("Timestamp"), -9_223_372_036_854_775_808n],
    ["escapes", String.raw`"\n\r\t\0\\\"\'\x7F\u{1f9a6}"`, text, "\n\r\t\0\\\"'\u007F🦦"],
    [
      "the first and the last characters that are no halves of pairs",
      String.raw`"\u{d7ff}\u{e000}\u{10ffff}"`,
      text,
      "\ud7ff\ue000\u{10ffff}",
    ],
    ["a text of several lines", '"a\nb"', text, "a\nb"],
    ["bytes", "[1, 0xff]", array(std("Uint8")), Uint8Array.of(1, 255)],
    ["unit", "{ }", unit, undefined],
    ["an unnamed tuple", "{1, 2}", tuple([null, int], [null, int]), [1, 2]],
    ["a half-named tuple", "{a = 1, 2}", tuple(["a", int], [null, int]), [1, 2]],
    ["an option of unit", "some", option(unit), "some"],
    ["an option of an option", "some(none)", option(option(int)), { tag: "some", value: null }],
  ])("%s", (_, source, ty, value) => {
    expect(parseSource(source, ty)).toStrictEqual(value);
  });

  test("a field called __proto__ is a field like others", () => {
    const value = parseSource("{__proto__ = 1}", tuple(["__proto__", int])) as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    const fields = Object.getOwnPropertyDescriptors({ ["__proto__"]: 1 });
    expect(Object.getOwnPropertyDescriptors(value)).toStrictEqual(fields);
  });
});

describe("digits of another base", () => {
  const float = std("Float64");

  test.each([
    ["64 binary digits", `0b${"1".repeat(64)}`, std("Uint64"), 2n ** 64n - 1n],
    ["64 hexadecimal digits", `0x${"f".repeat(64)}`, float, 2 ** 256],
    [
      "any number of zeros before them",
      `-0x${"0".repeat(5000)}${"f".repeat(64)}`,
      float,
      -(2 ** 256),
    ],
    ["zeros only", `0o${"0".repeat(100)}`, int, 0],
  ])("%s are read", (_, source, ty, value) => {
    expect(parseSource(source, ty)).toBe(value);
  });

  test.each([
    ["65 digits", `0x1${"0".repeat(64)}`],
    ["65 digits after zeros", `0x000${"1".repeat(65)}`],
    ["digits of a larger base", "0b102"],
    ["no digits", "0x_"],
  ])("%s are refused", (_, source) => {
    expect(() => parseSource(source, float)).toThrow("expected a Float64");
  });
});

describe("what is wrong", () => {
  test.each<[string, Ty, string]>([
    [
      "",
      int,
      "expected an Int32 (whole, -2147483648 to 2147483647), found the end of the text (at line 1, column 1)",
    ],
    [
      "300",
      std("Int8"),
      'expected an Int8 (whole, -128 to 127), found "300" (at line 1, column 1)',
    ],
    ["-1", std("Uint8"), 'expected a Uint8 (whole, 0 to 255), found "-1"'],
    ["1.5", int, 'found "1.5"'],
    ["9".repeat(100_000), int, "expected an Int32"],
    [`0x${"f".repeat(100_000)}`, int, "expected an Int32"],
    ["1e400", std("Float64"), "expected a Float64 (a finite number, NaN, inf or -inf)"],
    ["1e39", std("Float32"), "expected a Float32"],
    ["1e308", std("Float32"), "expected a Float32"],
    ["constructor", std("Float64"), "expected a Float64"],
    ["1.234", std("Decimal"), "at most two digits after the point"],
    ["92233720368547758.08", std("Decimal"), "expected a Decimal"],
    ["2024-10-04", std("Date"), "expected a Date (@YYYY-MM-DD"],
    ["@2023-02-29", std("Date"), "expected a Date"],
    ["@262143-01-01", std("Date"), "expected a Date"],
    ["@-00:00:01", std("Time"), "expected a Time"],
    ["@00:60:00", std("Time"), "expected a Time"],
    ["@2024-01-01T24:00:00", std("Timestamp"), "expected a Timestamp"],
    ["yes", std("Bool"), 'expected a Bool (true or false), found "yes"'],
    ["abc", text, 'expected a Text in double quotes, like "abc", found "abc"'],
    ['\n "abc', text, 'the text that starts here has no closing " (at line 2, column 2)'],
    [String.raw`"a\q"`, text, "write \\\\ for a backslash"],
    [String.raw`"\u{d800}"`, text, "is no Unicode character"],
    [String.raw`"\u{dfff}"`, text, "is no Unicode character"],
    [String.raw`"\u{110000}"`, text, "is no Unicode character"],
    ['"\uD800"', text, "whole Unicode characters"],
    ["[1 2]", array(int), 'expected , or ] after an item, found "2" (at line 1, column 4)'],
    ["[1, 2", array(int), "expected , or ] after an item, found the end of the text"],
    ["[,]", array(int), "expected an Int32"],
    ["5", array(int), "expected [ and the items of an array"],
    ["[\n  1,\n  x,\n]", array(int), 'found "x" (at line 3, column 3, in [1])'],
    [
      "{a = sq(1), b = some(2), c = x}",
      tuple(["a", enumOf(["dot"], ["sq", int])], ["b", option(int)], ["c", int]),
      'found "x" (at line 1, column 30, in .c)',
    ],
    ["{id = 6, title = 7}", movie, 'found "7" (at line 1, column 18, in .title)'],
    ["{6}", movie, "the tuple that starts here lacks title, rating"],
    ['{6, "a", none, 4}', movie, "too many fields"],
    ["{id = 6, id = 7}", movie, "field id is given twice (at line 1, column 10"],
    ["{size = 6}", movie, "there is no field size: expected a tuple of id, title, rating"],
    ["{1}", unit, "too many fields: expected the unit {}"],
    ["green", enumOf(["red"], ["blue"]), 'expected a variant: one of red, blue, found "green"'],
    ["some", option(int), "expected ( and the value of some"],
    ["some(1", option(int), "expected ) after the value of some"],
    ["none(1)", option(int), 'expected the end of the text, found "("'],
    ["constructor", enumOf(["red"]), "expected a variant"],
    ["\b1", int, 'found "\\b1"'],
    ["\u000e1", int, 'found "\\u000e1"'],
    ["x".repeat(26), int, `found "${"x".repeat(25)}" (at line 1, column 1)`],
    ["1 2", int, 'expected the end of the text, found "2"'],
    ["anything", enumOf(), "as there are none"],
  ])("in %j is told", (source, ty, message) => {
    expect(() => parseSource(source, ty)).toThrow(ParseError);
    expect(() => parseSource(source, ty)).toThrow(message);
  });

  test("has a line, a column and a path", () => {
    const fault = caught(() =>
      parseSource("[\n  {1, 2},\n  {3, x},\n]", array(tuple(["a", int], ["b", int]))),
    );
    expect(fault).toBeInstanceOf(ParseError);
    expect(fault).toMatchObject({ name: "ParseError", line: 3, column: 7, path: [1, "b"] });
  });
});

describe("text from anyone", () => {
  const chain = ident("Chain");
  const defs = [{ name: ["Chain"], ty: enumOf(["end"], ["list", array(chain)], ["one", chain]) }];

  test.each([
    ["brackets", "list([".repeat(100_000)],
    ["parentheses", "one(".repeat(100_000)],
  ])("cannot exhaust the stack with %s", (_, source) => {
    expect(() => parseSource(source, chain, defs)).toThrow("nested deeper than 512 levels");
  });

  test("nests as deep as one allows", () => {
    const source = `${"one(".repeat(600)}end${")".repeat(600)}`;
    expect(() => parseSource(source, chain, defs)).toThrow(ParseError);
    expect(parseSource(source, chain, defs, { maxNesting: 600 })).toMatchObject({ tag: "one" });
  });

  test.each([
    ["comments", `${"#\n".repeat(500_000)}1`, int, 1],
    ["blanks", `${" ".repeat(1_000_000)}1`, int, 1],
    ["escapes", `"${String.raw`\n`.repeat(300_000)}"`, text, "\n".repeat(300_000)],
    ["one long text", `"${"x".repeat(5_000_000)}"`, text, "x".repeat(5_000_000)],
  ])("may hold many %s", (_, source, ty, value) => {
    expect(parseSource(source, ty) === value).toBe(true);
  });
});

function caught(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
