import { describe, expect, test } from "vitest";
import { floatForReading, floatJson, floatSource } from "../../../src/text/render/float-text.ts";

describe("the source form of 64-bit floats", () => {
  test.each([
    [0, "0.0"],
    [-0, "-0.0"],
    [100, "100.0"],
    [0.0001, "0.0001"],
    [0.000099999, "9.9999e-5"],
    [1e15, "1000000000000000.0"],
    [9_999_999_999_999_998, "9999999999999998.0"],
    [1e16, "1e16"],
    [12_345_678_901_234_567_168, "1.2345678901234567e19"],
    [5e-324, "5e-324"],
    [1.7976931348623157e308, "1.7976931348623157e308"],
    [-2.5e-7, "-2.5e-7"],
    // Just between two texts of as many digits: the higher one, as in the original.
    [1_097_718_834_198_879.25, "1097718834198879.3"],
    [-904_169_666_483_526.25, "-904169666483526.3"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "inf"],
    [Number.NEGATIVE_INFINITY, "-inf"],
  ])("of %s is the original's", (value, text) => {
    expect(floatSource(value, false)).toBe(text);
  });
});

describe("the source form of 32-bit floats", () => {
  test.each([
    [0.1, "0.1"],
    [-0.3, "-0.3"],
    [16_777_216, "16777216.0"],
    [3.4028234663852886e38, "3.4028235e38"],
    [2 ** -149, "1e-45"],
    [2 ** -126, "1.1754944e-38"],
    // Powers of two, where the shortest text is not the nearest one of its length.
    [2 ** -96, "1.2621775e-29"],
    [2 ** 90, "1.2379401e27"],
    [9.999999e9, "9999999000.0"],
    // The 32-bit number nearest to 1e-4 is a little below it.
    [0.0001, "0.0001"],
    [0.0000999, "9.99e-5"],
    [9.999999e15, "9999999000000000.0"],
    [1e16, "1e16"],
    [1e39, "inf"],
    [-1e39, "-inf"],
  ])("of %s has its own shortest digits", (value, text) => {
    expect(floatSource(value, true)).toBe(text);
  });

  test("reads back as the same number for every exponent", () => {
    const bits = new Uint32Array(1);
    const float = new Float32Array(bits.buffer);
    for (let exponent = 0; exponent < 255; exponent++) {
      for (const mantissa of [0, 1, 0x2a_aaaa, 0x7f_fffe, 0x7f_ffff]) {
        bits[0] = (exponent << 23) | mantissa;
        const value = float[0] ?? 0;
        expect(Math.fround(Number(floatSource(value, true)))).toBe(value);
      }
    }
  });
});

test.each([
  [1, "1.0"],
  [-0, "-0.0"],
  [0.10000000149011612, "0.10000000149011612"],
  [1e15, "1000000000000000"],
  [1e21, "1000000000000000000000"],
  [1.5e-7, "0.00000015"],
  [Number.NaN, "NaN"],
  [Number.POSITIVE_INFINITY, "Inf"],
  [Number.NEGATIVE_INFINITY, "-Inf"],
])("%s is positional for reading", (value, text) => {
  expect(floatForReading(value)).toBe(text);
});

test.each([
  [-0, false, "-0.0"],
  [1e21, false, "1e+21"],
  [0.1, true, "0.1"],
])("%s is a number of JSON", (value, single, text) => {
  expect(floatJson(value, single)).toBe(text);
  expect(JSON.parse(text)).toBe(value);
});
