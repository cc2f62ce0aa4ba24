import { expect, test } from "vitest";
import { checkedDuration, checkedLimit } from "../../src/transport.ts";

test("a limit is a whole number within its bounds", () => {
  expect(checkedLimit("max", 1)).toBe(1);
  expect(checkedLimit("max", 2 ** 31)).toBe(2 ** 31);
  expect(checkedLimit("max", 0, { min: 0 })).toBe(0);
  expect(checkedLimit("max", 9, { max: 9 })).toBe(9);
  expect(checkedLimit("max", Infinity, { orInfinity: true })).toBe(Infinity);
});

test("a duration may have a fraction, be zero, and be endless", () => {
  for (const ms of [0, 0.5, 2 ** 31, Infinity]) expect(checkedDuration("ms", ms)).toBe(ms);
  expect(checkedDuration("ms", 1, { min: 1 })).toBe(1);
});

test.each<[value: unknown, shown: string]>([
  [Number.NaN, "NaN"],
  [-1, "-1"],
  [-0.5, "-0.5"],
  [-Infinity, "-Infinity"],
  ["5", '"5"'],
  [null, "null"],
  [5n, "5"],
  [Symbol("five"), "Symbol(five)"],
  [{}, "[object Object]"],
])("%o is neither a limit nor a duration", (value, shown) => {
  expect(() => checkedLimit("maxThings", value as number)).toThrow(
    new RangeError(`maxThings must be a whole number from 1, got ${shown}`),
  );
  expect(() => checkedDuration("waitMs", value as number)).toThrow(
    new RangeError(`waitMs must be a number of milliseconds from 0, or Infinity, got ${shown}`),
  );
});

test("a value beyond its bounds is told with them", () => {
  expect(() => checkedLimit("max", 1.5)).toThrow("max must be a whole number from 1, got 1.5");
  expect(() => checkedLimit("max", 2 ** 53)).toThrow("from 1, got 9007199254740992");
  expect(() => checkedLimit("max", 10, { min: 2, max: 9 })).toThrow("from 2 to 9, got 10");
  expect(() => checkedLimit("max", 0, { orInfinity: true })).toThrow("from 1, or Infinity, got 0");
  expect(() => checkedLimit("max", Infinity)).toThrow("from 1, got Infinity");
  expect(() => checkedDuration("ms", 0, { min: 1 })).toThrow("from 1, or Infinity, got 0");
  expect(() => checkedDuration("ms", Infinity, { orInfinity: false })).toThrow(
    "from 0, got Infinity",
  );
});
