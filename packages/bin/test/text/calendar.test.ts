import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  clockFromText,
  clockText,
  dateText,
  daysFromText,
  decimalFromText,
  decimalText,
  timestampFromText,
  timestampText,
} from "../../src/text/calendar.ts";

const runs = { seed: 42, numRuns: 3000 };

describe("dates", () => {
  test.each([
    [0, "1970-01-01"],
    [20_000, "2024-10-04"],
    [-719_528, "0000-01-01"],
    [-719_529, "-0001-12-31"],
    [2_932_896, "9999-12-31"],
    [2_932_897, "+10000-01-01"],
    [-96_465_292, "-262143-01-01"],
    [95_026_236, "+262142-12-31"],
  ])("%i days are %s", (days, text) => {
    expect(dateText(days)).toBe(text);
    expect(daysFromText(text)).toBe(days);
  });

  test.each([-96_465_293, 95_026_237])("%i days have no text", (days) => {
    expect(dateText(days)).toBeUndefined();
  });

  test("agree with those of JavaScript on all days of 400 years, which repeat", () => {
    const wrong: unknown[] = [];
    for (let days = 0; days < 146_097; days++) {
      const text = new Date(days * 86_400_000).toISOString().slice(0, 10);
      const found = [dateText(days), daysFromText(text)];
      if (found[0] !== text || found[1] !== days) wrong.push({ text, days, found });
    }
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  test("come back from their text", () => {
    fc.assert(
      fc.property(fc.integer({ min: -96_465_292, max: 95_026_236 }), (days) => {
        expect(daysFromText(dateText(days) ?? "")).toBe(days);
      }),
      runs,
    );
  });

  test.each([
    "2023-02-29",
    "1900-02-29",
    "2024-13-01",
    "2024-00-01",
    "2024-01-32",
    "24-01-01",
    "2024-1-1",
    "+262143-01-01",
    "-262144-12-31",
    "",
  ])("%j is none", (text) => expect(daysFromText(text)).toBeUndefined());
});

describe("timestamps", () => {
  test.each([
    [0n, "1970-01-01T00:00:00.000000"],
    [-1n, "1969-12-31T23:59:59.999999"],
    [1_700_000_000_123_456n, "2023-11-14T22:13:20.123456"],
    [8_210_266_876_799_999_999n, "+262142-12-31T23:59:59.999999"],
    [-8_334_601_228_800_000_000n, "-262143-01-01T00:00:00.000000"],
  ])("%i microseconds are %s", (micros, text) => {
    expect(timestampText(micros)).toBe(text);
    expect(timestampFromText(text)).toBe(micros);
  });

  test.each([8_210_266_876_800_000_000n, -8_334_601_228_800_000_001n])(
    "%i has no text",
    (micros) => {
      expect(timestampText(micros)).toBeUndefined();
    },
  );

  test.each([
    "2024-01-01",
    "2024-01-01T24:00:00",
    "2024-01-01T00:60:00",
    "2023-02-29T00:00:00",
    "+262143-01-01T00:00:00",
    "2024-01-01T-1:00:00",
    "2024-01-01T00:00:00+01:00",
  ])("%j is none", (text) => expect(timestampFromText(text)).toBeUndefined());
});

test.each([
  [0n, "00:00:00.000000"],
  [45_296_000_001n, "12:34:56.000001"],
  [-90_061_000_001n, "-25:01:01.000001"],
  [18_446_744_073_709_551_615n, "5124095576:01:49.551615"],
])("%i microseconds are %s", (micros, text) => {
  expect(clockText(micros)).toBe(text);
  expect(clockFromText(text)).toBe(micros);
});

test.each([
  [0n, "0.00"],
  [-1n, "-0.01"],
  [-34n, "-0.34"],
  [-1234n, "-12.34"],
  [9_223_372_036_854_775_807n, "92233720368547758.07"],
])("%i hundredths are %s", (hundredths, text) => {
  expect(decimalText(hundredths)).toBe(text);
  expect(decimalFromText(text)).toBe(hundredths);
});

test.each(["", ".5", "1.", "1.005", "1e3", "--1"])("%j is no decimal", (text) => {
  expect(decimalFromText(text)).toBeUndefined();
});
