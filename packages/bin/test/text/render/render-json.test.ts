import { bytesFromHex, vectors } from "@lutra-internal/fixtures";
import { describe, expect, test } from "vitest";
import { codecFor } from "../../../src/codecs/codec-for.ts";
import { parseJson } from "../../../src/parse.ts";
import { renderJson } from "../../../src/render.ts";
import { array, enumOf, option, std, tuple, unit } from "../../support/make-ty.ts";
import { defsOf, tyOf } from "../../support/vector-type.ts";

describe("the values of the original", () => {
  test.each(vectors().values)("$name goes through JSON unchanged", (vector) => {
    const ty = tyOf(vector.ty);
    const defs = defsOf(vector.defs);
    const value = codecFor(ty, defs).decode(bytesFromHex(vector.hex));
    const json = renderJson(value, ty, defs);
    expect(parseJson(json, ty, defs)).toStrictEqual(value);
    const indented = renderJson(value, ty, defs, { indent: 2 });
    expect(JSON.parse(indented)).toStrictEqual(JSON.parse(json));
    expect(parseJson(indented, ty, defs)).toStrictEqual(value);
  });
});

describe("forms of values", () => {
  const tagged = enumOf(["off"], ["dim", std("Uint8")], ["named", std("Text")]);
  test.each([
    ["a number of 64 bits", -9_223_372_036_854_775_808n, std("Int64"), '"-9223372036854775808"'],
    ["a number of 32 bits", 4_294_967_295, std("Uint32"), "4294967295"],
    ["a small decimal below zero", -34n, std("Decimal"), '"-0.34"'],
    ["a Float32", Math.fround(0.1), std("Float32"), "0.1"],
    ["negative zero", -0, std("Float64"), "-0.0"],
    ["no number", Number.NaN, std("Float32"), '"NaN"'],
    ["an infinity", Number.NEGATIVE_INFINITY, std("Float64"), '"-Infinity"'],
    ["text", 'a"\n\u2028', std("Text"), '"a\\"\\n\\u2028"'],
    ["a date", 20_000, std("Date"), '"2024-10-04"'],
    ["a date behind the calendar", 2_147_483_647, std("Date"), '"2147483647"'],
    ["a time", 45_296_000_001n, std("Time"), '"12:34:56.000001"'],
    ["a duration", -90_061_000_001n, std("Duration"), '"-25:01:01.000001"'],
    ["a timestamp", 1_700_000_000_123_456n, std("Timestamp"), '"2023-11-14T22:13:20.123456"'],
    ["bytes", Uint8Array.of(0, 255, 128), array(std("Uint8")), '"AP+A"'],
    ["unit", undefined, unit, "{}"],
    ["an empty array", [], array(std("Int8")), "[]"],
    ["none", null, option(std("Int8")), "null"],
    ["some", 5, option(std("Int8")), "5"],
    ["a name", "b", enumOf(["a"], ["b"]), '"b"'],
    ["a variant without payload", { tag: "off" }, tagged, '{"tag":"off"}'],
    ["a variant with payload", { tag: "dim", value: 3 }, tagged, '{"tag":"dim","value":3}'],
    [
      "a tuple without names",
      [1, true],
      tuple([null, std("Int8")], [null, std("Bool")]),
      "[1,true]",
    ],
    ["a tuple with names", { a: 1 }, tuple(["a", std("Int8")]), '{"a":1}'],
    ["a tuple with some names", [1, 2], tuple(["a", std("Int8")], [null, std("Int8")]), "[1,2]"],
  ])("%s", (_, value, ty, json) => {
    expect(renderJson(value, ty)).toBe(json);
    expect(parseJson(json, ty)).toStrictEqual(value);
  });

  test("are set apart by line ends and blanks on demand", () => {
    const ty = tuple(["ids", array(std("Int8"))], ["none", array(std("Int8"))], ["of", tagged]);
    const value = { ids: [1, 2], none: [], of: { tag: "dim", value: 3 } };
    expect(renderJson(value, ty, [], { indent: 2 })).toBe(JSON.stringify(value, null, 2));
  });

  test("a field called __proto__ is a field", () => {
    const ty = tuple(["__proto__", std("Int8")], ["b", std("Int8")]);
    const value = parseJson('{"b": 2, "__proto__": 1}', ty) as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(renderJson(value, ty)).toBe('{"__proto__":1,"b":2}');
  });

  test("a value of another type is refused with its place", () => {
    const ty = tuple(["ids", array(std("Int64"))]);
    expect(() => renderJson({ ids: [1n, "2"] }, ty)).toThrow(".ids[1]: expected a whole number");
  });
});
