import { expect, test } from "vitest";
import { measureHeapBytes, measureNs, median } from "../src/measure.ts";

test.each([
  [[5], 5],
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 3],
])("the median of %o is %s", (values, middle) => {
  expect(median(values)).toBe(middle);
});

test("no values have no median", () => {
  expect(() => median([])).toThrow(RangeError);
});

test("a measurement calls the function in the warm-up and in every slice", () => {
  let calls = 0;
  const ns = measureNs(() => (calls += 1), { warmUpMs: 1, slices: 3, sliceMs: 1 });
  expect(ns).toBeGreaterThanOrEqual(0);
  expect(calls).toBeGreaterThan(3);
});

test("heap measurements say that they need --expose-gc", () => {
  expect(() => measureHeapBytes(() => ({}), 1)).toThrow("--expose-gc");
});
