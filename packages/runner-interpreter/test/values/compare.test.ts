import { expect, test } from "vitest";
import { Chunk } from "../../src/memory/chunk.ts";
import { TextSlice } from "../../src/memory/text-slice.ts";
import {
  compareFloats,
  compareNumbers,
  compareOf,
  compareTexts,
} from "../../src/values/compare.ts";
import type { CodeKind } from "../../src/values/kinds.ts";

/** Returns a `Text` with other bytes around it. */
function slice(text: string, start = 0): TextSlice {
  const bytes = new TextEncoder().encode(`${"<".repeat(start)}${text}>>>`);
  return new TextSlice(new Chunk(bytes), start, bytes.length - 3);
}

test("comparing texts costs a step, and one more for 16 bytes that both have", () => {
  const stepsOf = (a: string, b: string): number => {
    let steps = 0;
    compareTexts({ step: (count) => void (steps += count) }, slice(a, 20), slice(b));
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
      expect(Math.sign(compareTexts({ step: () => {} }, slice(a, 2), slice(b, 5)))).toBe(
        Math.sign(i - k),
      );
});

test.each<[string, (a: never, b: never) => number, readonly unknown[]]>([
  ["floats", compareFloats, [-Infinity, -1, -0, 0, 1, Infinity, NaN]],
  ["integers", compareNumbers, [-(2n ** 63n), -1, 0, 7, 2n ** 63n]],
  ["booleans", compareNumbers, [false, true]],
])("%s are in a total order, which is told by -1, 0 and 1", (_, compare, values) => {
  for (const [i, a] of values.entries())
    for (const [k, b] of values.entries())
      expect(compare(a as never, b as never)).toBe(Math.sign(i - k));
});

test.each([
  ["float32", NaN, Infinity],
  ["float64", 0, -0],
  ["int8", 2, 1],
  ["text", slice("b"), slice("a")],
] as const)("values of kind %s have the order of their kind", (kind, more, less) => {
  const compare = compareOf<CodeKind>({ step: () => {} }, kind);
  expect([compare(more, less), compare(less, more), compare(more, more)]).toEqual([1, -1, 0]);
});
