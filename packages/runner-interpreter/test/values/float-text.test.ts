import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { float32Text, float64Text } from "../../src/values/float-text.ts";

describe("float64Text", () => {
  test.each([
    [0, "0"],
    [-0, "-0"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "inf"],
    [Number.NEGATIVE_INFINITY, "-inf"],
    [1, "1"],
    [-1121121221, "-1121121221"],
    [0.1 + 0.2, "0.30000000000000004"],
    [1e16, "10000000000000000"],
    [1e21, "1000000000000000000000"],
    [-1.5e22, "-15000000000000000000000"],
    [1e-7, "0.0000001"],
    [-1.25e-9, "-0.00000000125"],
    [5e-324, `0.${"0".repeat(323)}5`],
    [Number.MAX_VALUE, `17976931348623157${"0".repeat(292)}`],
  ])("writes %d as %s", (value, text) => {
    expect(float64Text(value)).toBe(text);
  });

  test("reads back as the same number and has no exponent", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = float64Text(value);
        expect(text).toMatch(/^-?[0-9]+(\.[0-9]*[1-9])?$/);
        expect(Number(text)).toBe(value);
      }),
      { seed: 1 },
    );
  });
});

describe("float32Text", () => {
  test.each([
    [0, "0"],
    [-0, "-0"],
    [Number.NaN, "NaN"],
    [Number.NEGATIVE_INFINITY, "-inf"],
    [1.1, "1.1"],
    [-0.1, "-0.1"],
    [16777215, "16777215"],
    [16777216, "16777216"],
    [123456789.123, "123456790"],
    [1e-45, `0.${"0".repeat(44)}1`],
    [1e-7, "0.0000001"],
    [3.4028234663852886e38, `34028235${"0".repeat(31)}`],
    [2 ** -24, "0.000000059604645"],
    // Eight digits tell neither of these two from its neighbours.
    [1.05263885e17, "105263885000000000"],
    [-1.16944946e-4, "-0.000116944946"],
    // Neither does 1.2379400e27, which lies below a power of two.
    [2 ** 90, "1237940100000000000000000000"],
    [-(2 ** 90), "-1237940100000000000000000000"],
    [2 ** -96, `0.${"0".repeat(28)}12621775`],
  ])("writes %d as %s", (value, text) => {
    expect(float32Text(Math.fround(value))).toBe(text);
  });

  test("reads back as the same 32-bit number with at most nine digits", () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = float32Text(value);
        expect(Math.fround(Number(text))).toBe(value);
        expect(
          text
            .replace(/^-?0?\.?0*/, "")
            .replace(/0*$/, "")
            .replace(".", "").length,
        ).toBeLessThan(10);
      }),
      { seed: 1 },
    );
  });
});
