import { expect, test } from "vitest";
import { renderJson } from "../../../src/render.ts";
import type { Ty } from "../../../src/types/ty.ts";
import { array, enumOf, ident, std, tuple, unit } from "../../support/make-ty.ts";

const int = std("Int8");
const names = (count: number): Ty =>
  enumOf(...Array.from({ length: count }, (_, i): [string] => [`v${i}`]));

test.each<[Ty, unknown, string]>([
  [std("Bool"), 1, "expected a boolean, got the number 1"],
  [int, 128, "expected a whole number from -128 to 127, got the number 128"],
  [std("Float64"), 1n, "expected a number, got the bigint 1"],
  [std("Text"), null, "expected a string, got null"],
  [std("Date"), "now", 'expected a whole number of days, got the string "now"'],
  [std("Duration"), "1s", 'expected a bigint of microseconds, got the string "1s"'],
  [std("Decimal"), 0.5, "expected a bigint of hundredths, got the number 0.5"],
  [array(std("Uint8")), 9, "expected a Uint8Array, got the number 9"],
  [array(std("Text")), {}, "expected an array, got an object"],
  [array(int), new DataView(new ArrayBuffer(1)), "expected an array, got an object"],
  [unit, 0, "expected undefined, which stands for {}, got the number 0"],
  [tuple([null, int], [null, int]), [1], "expected an array of 2, got an array of 1"],
  [tuple(["a", int], ["b", int]), true, "expected an object with the fields a, b, got the boolean true"],
  [names(2), undefined, 'expected one of "v0", "v1", got undefined'],
  [names(8), Symbol("v0"), 'expected one of "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", got a symbol'],
  [names(9), () => "v0", 'expected one of "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", …, got a function'],
  [enumOf(["a", int]), "a", 'expected { tag, value } with one of the tags "a", got the string "a"'],
  [int, "x".repeat(40), `got the string "${"x".repeat(40)}"`],
  [int, "x".repeat(41), `got the string "${"x".repeat(40)}…"`],
  [array(tuple(["a", int])), [{ a: 1 }, { a: null }], "[1].a: expected"],
])("a value that is not of its type is told with both: %#", (ty, value, message) => {
  expect(() => renderJson(value, ty)).toThrow(TypeError);
  expect(() => renderJson(value, ty)).toThrow(message);
}); // prettier-ignore

test("a value nests up to 512 levels deep, or as deep as is allowed", () => {
  const chain = ident("Chain");
  const defs = [{ name: ["Chain"], ty: array(chain) }];
  const nested = (levels: number): unknown => {
    let value: unknown = [];
    for (let i = 0; i < levels; i++) value = [value];
    return value;
  };
  expect(renderJson(nested(512), chain, defs)).toBe(`${"[".repeat(513)}${"]".repeat(513)}`);
  expect(() => renderJson(nested(513), chain, defs)).toThrow("nested deeper than 512 levels");
  expect(renderJson(nested(2), chain, defs, { maxNesting: 2 })).toBe("[[[]]]");
  expect(() => renderJson(nested(3), chain, defs, { maxNesting: 2 })).toThrow(RangeError);
});
