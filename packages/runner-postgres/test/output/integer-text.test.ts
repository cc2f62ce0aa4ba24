import { describe, expect, test } from "vitest";
import { plainInteger, shortened, wideInteger } from "../../src/output/integer-text.ts";

test.each([
  ["0", 0],
  ["-0", -0],
  ["7", 7],
  ["-12", -12],
  ["999999999999999", 999_999_999_999_999],
  ["-999999999999999", -999_999_999_999_999],
])("%s is a plain integer", (text, expected) => {
  expect(plainInteger(text)).toBe(expected);
});

test.each(["", "-", "1.0", "1e3", " 1", "+1", "1000000000000000", "NaN", "１"])(
  "%j is no plain integer",
  (text) => {
    expect(plainInteger(text)).toBeNaN();
  },
);

const anyInteger = { least: -(2n ** 63n), greatest: 2n ** 64n - 1n };

describe("whole numbers of up to 64 bits", () => {
  test.each([
    ["9223372036854775807", 2n ** 63n - 1n],
    ["-9223372036854775808", -(2n ** 63n)],
    ["18446744073709551615", 2n ** 64n - 1n],
    ["8.000", 8n],
    ["1e+18", 10n ** 18n],
    ["1.25e2", 125n],
    ["-1.5E1", -15n],
    ["120e-1", 12n],
    ["0e999", 0n],
    ["0.0", 0n],
    ["-0.0", 0n],
    ["00012", 12n],
  ])("%s", (text, expected) => {
    expect(wideInteger(text, anyInteger)).toBe(expected);
  });
});

test.each([
  "18446744073709551616",
  "-9223372036854775809",
  "1.5",
  "1e-1",
  "125e-2",
  "1e20",
  "1e999",
  "NaN",
  "Infinity",
  "",
  "0x10",
  "1_000",
  "9".repeat(1000),
])("%s is refused", (text) => {
  expect(() => wideInteger(text, anyInteger)).toThrow(
    /^expected a whole number from -9223372036854775808 to 18446744073709551615, got "/,
  );
});

test("a number out of the range is refused", () => {
  const range = { least: -128n, greatest: 127n };
  expect(wideInteger("1.27e2", range)).toBe(127n);
  expect(() => wideInteger("128", range)).toThrow("expected a whole number from -128 to 127");
});

test("a string is cut in messages after 40 characters", () => {
  expect(shortened("9".repeat(40))).toBe(`"${"9".repeat(40)}"`);
  expect(shortened("9".repeat(41))).toBe(`"${"9".repeat(40)}…"`);
});
