import {
  bytesFromHex,
  programCases,
  showcase,
  showcaseNames,
  vectors,
} from "@lutra-internal/fixtures";
import { describe, expect, test } from "vitest";
import { codecFor } from "../../../src/codecs/codec-for.ts";
import { parseSource } from "../../../src/parse.ts";
import { programTypeCodec } from "../../../src/program.ts";
import { renderSource } from "../../../src/render.ts";
import { array, enumOf, func, ident, option, std, tuple, unit } from "../../support/make-ty.ts";
import { defsOf, tyOf } from "../../support/vector-type.ts";

/** The original loses the sign of decimals between -1 and 0; we do not. */
const corrected: Readonly<Record<string, string>> = { "decimal-small-neg": "-0.34" };

describe("the values of the original", () => {
  test.each(vectors().values)("$name is rendered as the original does, and read back", (vector) => {
    const ty = tyOf(vector.ty);
    const defs = defsOf(vector.defs);
    const codec = codecFor(ty, defs);
    const value = codec.decode(bytesFromHex(vector.hex));
    const source = renderSource(value, ty, defs);
    expect(source).toBe(corrected[vector.name] ?? vector.source);
    expect(parseSource(source, ty, defs)).toStrictEqual(value);
  });
});

describe("inputs and outputs of the original's programs", () => {
  const printed = programCases().flatMap((one) => {
    const { name, program_type_hex: type, input, interpreter } = one;
    const sides = [
      { name: `input of ${name}`, side: "input", type, hex: input.hex, print: input.print },
      { name: `output of ${name}`, side: "output", type, ...interpreter.output },
    ] as const;
    return sides.flatMap((side) =>
      side.hex === undefined || side.print === undefined
        ? []
        : [{ ...side, hex: side.hex, print: side.print }],
    );
  });

  test("are all there", () => expect(printed).toHaveLength(193));

  test.each(printed)("$name is rendered and read back", ({ side, type, hex, print }) => {
    const types = programTypeCodec.decode(bytesFromHex(type));
    const codec = codecFor(types[side], types.defs);
    const value = codec.decode(bytesFromHex(hex));
    expect(renderSource(value, types[side], types.defs)).toBe(print);
    expect(parseSource(print, types[side], types.defs)).toStrictEqual(value);
  });
});

describe("the example programs", () => {
  test.each(showcaseNames())("input and expected output of %s go both ways", (name) => {
    const { programType, input, inputSource, expected, expectedSource } = showcase(name);
    const types = programTypeCodec.decode(programType);
    for (const [ty, bytes, source] of [
      [types.input, input, inputSource],
      [types.output, expected, expectedSource],
    ] as const) {
      const codec = codecFor(ty, types.defs);
      expect(codec.encode(parseSource(source, ty, types.defs))).toStrictEqual(bytes);
      expect(renderSource(codec.decode(bytes), ty, types.defs)).toBe(source.trimEnd());
    }
  });
});

describe("values made by hand", () => {
  test.each([
    ["a typed array", new Int16Array([1, -2]), array(std("Int16")), "[\n  1,\n  -2,\n]"],
    ["a safe number for 64 bits", 5, std("Int64"), "5"],
    ["hundredths as a number", -34, std("Decimal"), "-0.34"],
    ["an option of unit", "some", option(unit), "some"],
    [
      "a field of a getter",
      new (class {
        get a() {
          return 1;
        }
      })(),
      tuple(["a", std("Int8")]),
      "{\n  a = 1,\n}",
    ],
    [
      "a field called __proto__",
      JSON.parse('{"__proto__": 1}'),
      tuple(["__proto__", std("Int8")]),
      "{\n  __proto__ = 1,\n}",
    ],
  ])("%s can be rendered", (_, value, ty, source) => {
    expect(renderSource(value, ty)).toBe(source);
  });

  const movies = array(tuple(["title", std("Text")], ["year", option(std("Int16"))]));

  test.each([
    [
      "of another kind",
      [{ title: 5, year: null }],
      "[0].title: expected a string, got the number 5",
    ],
    [
      "of a missing field",
      [{ title: "a" }],
      "[0].year: expected a whole number from -32768 to 32767, got undefined",
    ],
    [
      "out of range",
      [{ title: "a", year: 40_000 }],
      "[0].year: expected a whole number from -32768 to 32767, got the number 40000",
    ],
    ["that is no array", 7n, "expected an array, got the bigint 7"],
    [
      "that is no tuple",
      ["x"],
      '[0]: expected an object with the fields title, year, got the string "x"',
    ],
  ])("a value %s is refused with its place", (_, value, message) => {
    expect(() => renderSource(value, movies)).toThrow(new TypeError(message));
  });

  test("a variant that does not exist is refused with those that do", () => {
    expect(() => renderSource("green", enumOf(["red"], ["blue"]))).toThrow(
      new TypeError('expected one of "red", "blue", got the string "green"'),
    );
  });

  test("a field that only the prototype has is missing", () => {
    expect(() => renderSource({}, tuple(["constructor", std("Int8")]))).toThrow(".constructor");
  });
});

describe("types without values", () => {
  test.each([
    ["a function", func([], std("Int8")), "a function is not a value"],
    ["a name without definition", ident("app", "Movie"), "app::Movie"],
    ["a name that looks standard", ident("std", "deep", "Date"), "std::deep::Date"],
    ["a type that is called as a standard one", ident("app", "Date"), "app::Date"],
    ["a standard name alone", ident("Date"), "the type Date"],
  ])("%s is refused", (_, ty, message) => {
    expect(() => renderSource(1, ty)).toThrow(message);
  });

  test("names that only lead to each other are refused", () => {
    const [a, b] = [ident("A"), ident("B")];
    const defs = [
      { name: ["A"], ty: b },
      { name: ["B"], ty: a },
    ];
    expect(() => renderSource(1, a, defs)).toThrow(TypeError);
  });
});

describe("nesting", () => {
  const chain = ident("Chain");
  const defs = [{ name: ["Chain"], ty: array(chain) }];

  test("is limited, so that values that contain themselves come to an end", () => {
    const endless: unknown[] = [];
    endless.push(endless);
    expect(() => renderSource(endless, chain, defs)).toThrow(RangeError);
  });

  test("has the limit that one asks for", () => {
    expect(renderSource([[[]]], chain, defs, { maxNesting: 2 })).toBe("[\n  [\n    [],\n  ],\n]");
    expect(() => renderSource([[[]]], chain, defs, { maxNesting: 1 })).toThrow("deeper than 1");
  });
});
