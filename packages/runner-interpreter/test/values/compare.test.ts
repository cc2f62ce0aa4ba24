import { expect, test } from "vitest";
import { TextSlice } from "../../src/memory/text-slice.ts";
import { compareFloats, compareTexts } from "../../src/values/compare.ts";

function slice(text: string): TextSlice {
  const bytes = new TextEncoder().encode(text);
  return new TextSlice({ bytes } as TextSlice["chunk"], 0, bytes.length);
}

test("comparing texts costs a step, and one more for 16 bytes that both have", () => {
  const stepsOf = (a: string, b: string): number => {
    let steps = 0;
    compareTexts({ step: (count) => void (steps += count) }, slice(a), slice(b));
    return steps;
  };
  expect(stepsOf("", "x".repeat(1600))).toBe(1);
  expect(stepsOf("a", "b")).toBe(1);
  expect(stepsOf("x".repeat(160), "x".repeat(1600))).toBe(11);
});

test("texts are in the order of their code points, and a prefix comes first", () => {
  const texts = ["", "a", "aa", "b", "\u00e9", "\uffff", "\u{1f600}"];
  for (const [i, a] of texts.entries())
    for (const [k, b] of texts.entries())
      expect(Math.sign(compareTexts({ step: () => {} }, slice(a), slice(b)))).toBe(
        Math.sign(i - k),
      );
});

test("floats are in a total order, with one NaN at the end", () => {
  const floats = [-Infinity, -1, -0, 0, 1, Infinity, NaN];
  for (const [i, a] of floats.entries())
    for (const [k, b] of floats.entries())
      expect(Math.sign(compareFloats(a, b))).toBe(Math.sign(i - k));
});
