import { expect, it } from "vitest";
import { matcher, unmatched, unmatchedPatterns } from "../../src/names/glob.ts";

it.each([
  ["shop::orders", ["shop::orders"]],
  ["shop::*", ["shop::orders", "shop::"]],
  ["**::orders", ["shop::orders", "shop::old::orders"]],
  ["**", ["shop::orders", "shop::", "shop::old::orders", "a.b", "axb", "é\n"]],
  ["*", ["a.b", "axb", "é\n"]],
  ["a.b", ["a.b"]],
  ["a*b", ["a.b", "axb"]],
])("%s matches %j", (pattern, matched) => {
  const names = ["shop::orders", "shop::", "shop::old::orders", "a.b", "axb", "é\n"];
  expect(names.filter(matcher([pattern]))).toEqual(matched);
});

it("matches what one of several patterns does", () => {
  expect(["a", "b", "c"].filter(matcher(["a", "c"]))).toEqual(["a", "c"]);
  expect(["a"].filter(matcher([]))).toEqual([]);
});

it.each([
  [[], "there is none"],
  [["b", "b"], "there is b"],
  [["b", "a"], "there are a, b"],
  ["hgfedcba".split(""), "there are a, b, c, d, e, f, g, h"],
  ["ihgfedcba".split(""), "there are a, b, c, d, e, f, g, h, ..."],
])("says which names there are: %j", (names, what) => {
  expect(unmatched("include", "x", "program", names)).toBe(
    `include: "x" matches no program; ${what}`,
  );
});

it("says it of each pattern that matches none", () => {
  expect(unmatchedPatterns("exclude", ["a", "b*", "c"], "type", ["a", "bb"])).toEqual([
    'exclude: "c" matches no type; there are a, bb',
  ]);
});
