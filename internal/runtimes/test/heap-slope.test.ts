import { expect, test } from "vitest";
import { heapSlope } from "../src/heap-slope.ts";

const mib = 2 ** 20;
const minuteMs = 60_000;

test("a steady growth is told per hour, without error", () => {
  const samples = [0, 1, 2, 3].map((i) => ({ atMs: i * minuteMs, bytes: (7 + i) * mib }));
  const { mibPerHour, errorMiBPerHour } = heapSlope(samples);
  expect(mibPerHour).toBeCloseTo(60);
  expect(errorMiBPerHour).toBeCloseTo(0);
});

test("noise makes the error large", () => {
  const samples = [0, 3, 0, 3, 0, 3].map((noise, i) => ({
    atMs: i * minuteMs,
    bytes: noise * mib,
  }));
  expect(heapSlope(samples).errorMiBPerHour).toBeGreaterThan(10);
});

test("two samples make no slope", () => {
  expect(() =>
    heapSlope([
      { atMs: 0, bytes: 1 },
      { atMs: 1, bytes: 1 },
    ]),
  ).toThrow(RangeError);
});
