import { expect, test } from "vitest";
import { arrayLayout, joinLayouts } from "../../src/memory/layout.ts";

test("fields lie one after the other, and their pointers with them", () => {
  const number = { size: 4, pointers: [] };
  expect(joinLayouts([])).toEqual({ size: 0, pointers: [] });
  expect(joinLayouts([number, arrayLayout, number, arrayLayout])).toEqual({
    size: 24,
    pointers: [4, 16],
  });
});
