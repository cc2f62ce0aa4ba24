import { describe, expect, test } from "vitest";
import { ParseError, parseJson } from "../../../src/parse.ts";
import type { Ty } from "../../../src/types/ty.ts";
import { array, enumOf, ident, option, std, tuple, unit } from "../../support/make-ty.ts";

const int = std("Int32");
const text = std("Text");
const movie = tuple(["id", int], ["rating", option(std("Float64"))]);
const shape = enumOf(["dot"], ["sq", int]);

describe("what other programs write", () => {
  test.each<[string, string, Ty, unknown]>([
    ["numbers beyond 2^53", "9007199254740993", std("Int64"), 9_007_199_254_740_993n],
    ["the same as strings", '"-9223372036854775808"', std("Int64"), -9_223_372_036_854_775_808n],
    ["decimals as numbers", "90071992547409.93", std("Decimal"), 9_007_199_254_740_993n],
    ["small numbers as strings", '"5"', int, 5],
    ["floats with exponents", "-1.5E+3", std("Float64"), -1500],
    ["dates", '"2024-10-04"', std("Date"), 20_000],
    ["days", "20000", std("Date"), 20_000],
    ["timestamps of JavaScript", '"1970-01-01T00:00:01.500Z"', std("Timestamp"), 1_500_000n],
    ["microseconds", "9007199254740993", std("Duration"), 9_007_199_254_740_993n],
    ["members in another order", '{"rating":1,"id":2}', movie, { id: 2, rating: 1 }],
    ["options that are not there", '{"id":2}', movie, { id: 2, rating: null }],
    ["values before their tags", '{"value":3,"tag":"sq"}', shape, { tag: "sq", value: 3 }],
    ["variants without payload as strings", '"dot"', shape, { tag: "dot" }],
    ["bytes as numbers", "[0,255]", array(std("Uint8")), Uint8Array.of(0, 255)],
    ["bytes in base64 for addresses", '"-_8"', array(std("Uint8")), Uint8Array.of(251, 255)],
    ["nothing for unit", "[null, {}, []]", array(unit), [undefined, undefined, undefined]],
    ["escapes", String.raw`"\"\\\/\b\f\n\r\t\u00e9\ud83e\udda6"`, text, '"\\/\b\f\n\r\té🦦'],
    ["blanks", " \t\r\n[ 1 , 2 ] ", array(int), [1, 2]],
  ])("%s", (_, json, ty, value) => {
    expect(parseJson(json, ty)).toStrictEqual(value);
  });
});

describe("what is wrong", () => {
  test.each<[string, Ty, string]>([
    ["", int, "expected a JSON value, found the end of the text"],
    ["[1,]", array(int), 'expected a JSON value, found "]" (at line 1, column 4, in [1])'],
    ["[1 2]", array(int), "expected , or ] after an item"],
    ["{id:1}", movie, "expected a name in double quotes"],
    ['{"id" 1}', movie, 'expected : after the name "id"'],
    ['{"id":1', movie, "expected , or } after a member"],
    ["01", int, "expected the end of the text"],
    ["1.", std("Float64"), "expected the end of the text"],
    ["NaN", std("Float64"), "expected a JSON value"],
    ["'a'", text, "expected a JSON value"],
    ['"a\nb"', text, "expected an escape such as"],
    ['"a\\x"', text, "expected an escape such as"],
    ['"abc', text, 'the string that starts here has no closing "'],
    ['"\\ud800"', text, "whole Unicode characters"],
    ["1.5", int, "expected an Int32"],
    ["2147483648", int, "expected an Int32"],
    ["5", text, "expected a Text"],
    ['"true"', std("Bool"), "expected a Bool"],
    ["1", std("Bool"), "expected a Bool"],
    ["null", int, "expected an Int32"],
    ["1e400", std("Float64"), "expected a Float64"],
    [
      '{"id":1,"size":2}',
      movie,
      'there is no member "size": expected a tuple of id, rating (at line 1, column 9)',
    ],
    ['{"id":1,"id":2}', movie, 'the member "id" is given twice'],
    ["{}", movie, 'the object that starts here lacks the member "id"'],
    ["{}", tuple(["shape", shape]), 'lacks the member "shape"'],
    ["[1]", movie, "expected an object"],
    ['{"__proto__":{"id":1}}', movie, 'lacks the member "id"'],
    ["{}", array(int), "expected an array"],
    ["[1,2]", tuple([null, int]), "expected an array of 1"],
    ["{}", tuple([null, int]), "expected an array of 1"],
    ["[1]", unit, "expected {}"],
    ['{"a":1}', unit, "expected {}"],
    ['{"tag":"sq"}', shape, 'the variant sq lacks the member "value"'],
    ['{"value":1}', shape, 'lacks the member "tag"'],
    ['{"tag":"dot","value":1}', shape, "expected {}"],
    ['{"tag":"oval"}', shape, 'expected one of dot, sq, found "\\"oval\\""'],
    ['{"tag":"dot","size":1}', shape, 'there is no member "size"'],
    ["5", shape, "expected an object with the tag one of dot, sq"],
    ['"toString"', enumOf(["a"]), "expected one of a"],
    ['{"tag":"a"}', enumOf(["a"]), "expected one of a"],
    ['"a?=="', array(std("Uint8")), "expected bytes in base64"],
    ["[256]", array(std("Uint8")), "expected a Uint8 (whole, 0 to 255)"],
  ])("in %j is told", (json, ty, message) => {
    expect(() => parseJson(json, ty)).toThrow(ParseError);
    expect(() => parseJson(json, ty)).toThrow(message);
  });

  test("has the path of the value", () => {
    const json = '[{"id":1},{"id":2,"rating":"x"}]';
    expect(() => parseJson(json, array(movie))).toThrow("(at line 1, column 28, in [1].rating)");
  });
});

describe("text from anyone", () => {
  const chain = ident("Chain");
  const defs = [{ name: ["Chain"], ty: array(chain) }];

  test.each([
    ["arrays", "[".repeat(100_000)],
    ["objects", '{"a":'.repeat(100_000)],
  ])("cannot exhaust the stack with %s", (_, json) => {
    expect(() => parseJson(json, chain, defs)).toThrow("nested deeper than 512 levels");
  });

  test.each([
    ["digits", "1".repeat(1_000_000), int],
    ["digits of a decimal", `0.${"1".repeat(1_000_000)}`, std("Decimal")],
    ["digits of a date", "1".repeat(1_000_000), std("Date")],
  ])("cannot waste time with many %s", (_, json, ty) => {
    expect(() => parseJson(json, ty)).toThrow(ParseError);
  });

  test("may hold one long string", () => {
    expect(parseJson(`"${"x".repeat(5_000_000)}\\n"`, text) === `${"x".repeat(5_000_000)}\n`).toBe(
      true,
    );
  });
});
