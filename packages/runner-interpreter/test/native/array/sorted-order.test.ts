import { createRandom } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import { sortedOrder } from "../../../src/native/array/sorted-order.ts";
import { compareNumbers } from "../../../src/values/compare.ts";
import type { CodeKind } from "../../../src/values/kinds.ts";

/** Returns the order of numbers and the steps that it counts. */
function sorted(numbers: readonly number[], kind: CodeKind | undefined): [number[], number] {
  let steps = 0;
  const machine = { step: (count: number) => void (steps += count) };
  const compare = (a: unknown, b: unknown): number => compareNumbers(a as number, b as number);
  const comparison = { kind, compare, load: () => undefined };
  const order = sortedOrder(machine as Parameters<typeof sortedOrder>[0], numbers, comparison);
  return [Array.from(order), steps];
}

test.each<[CodeKind | undefined, number, number]>([
  ["int8", -0x80, 0x7f],
  ["int16", -0x8000, 0x7fff],
  ["int32", -0x8000_0000, 0x7fff_ffff],
  ["uint8", 0, 0xff],
  ["uint16", 0, 0xffff],
  ["uint32", 0, 0xffff_ffff],
  ["int64", Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  [undefined, -0.5, 0.5],
])("equal numbers of %s keep their order, also the least and the greatest", (kind, ...limits) => {
  const random = createRandom(3);
  for (let count = 0; count < 40; count++) {
    const numbers = Array.from({ length: count }, () => random.pick([...limits, 0, 1]));
    const expected = numbers.map((_, i) => i).sort((a, b) => numbers[a]! - numbers[b]! || a - b);
    expect(sorted(numbers, kind)[0]).toEqual(expected);
  }
});

test.each([
  [0, 0],
  [1, 1],
  [63, 63 * 6],
  [64, 64 * 7],
])("an order of %i items counts %i steps, as sorting takes in comparisons", (count, steps) => {
  expect(
    sorted(
      Array.from({ length: count }, () => 0),
      "int8",
    )[1],
  ).toBe(steps);
});
