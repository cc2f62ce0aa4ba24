import fc from "fast-check";
import { expect, test } from "vitest";
import type { Integer64 } from "../../src/values/integer64.ts";
import { mathModule } from "../../src/native/math.ts";
import { call } from "./call.ts";

const run = (name: string, ...args: unknown[]): unknown => call(mathModule(), name, args);
/** Returns the one form of a 64-bit integer. */
const integer = (x: bigint): Integer64 => (Number.isSafeInteger(Number(x)) ? Number(x) : x);

test.each([
  ["abs_int8", -128, -128],
  ["abs_int8", -127, 127],
  ["abs_int16", -32768, -32768],
  ["abs_int16", -5, 5],
  ["abs_int32", -2147483648, -2147483648],
  ["abs_int32", -7, 7],
  ["abs_int64", -(2n ** 63n), -(2n ** 63n)],
  ["abs_int64", -(2n ** 63n) + 1n, 2n ** 63n - 1n],
  ["abs_int64", 2n ** 60n, 2n ** 60n],
  ["abs_int64", -9, 9],
  ["abs_int64", 0, 0],
  ["abs_uint8", 255, 255],
  ["abs_uint16", 65535, 65535],
  ["abs_uint32", 4294967295, 4294967295],
  ["abs_uint64", 2n ** 64n - 1n, 2n ** 64n - 1n],
  ["abs_float32", -1.5, 1.5],
  ["abs_float64", -0, 0],
  ["abs_float64", Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  ["abs_float64", Number.NaN, Number.NaN],
])("%s(%d) is %d", (name, x, result) => {
  expect(run(name, x)).toBe(result);
});

test.each([
  [2, 10, 1024],
  [0, 0, 1],
  [0, 5, 0],
  [-3, 3, -27],
  [-1, 4294967295, -1],
  [1, -1, 1],
  [2, 63, -(2n ** 63n)],
  [2, 64, 0],
  [3, 50, 6048575297968530377n],
  [2, 4294967296, 1],
  [3, -1, integer(BigInt.asIntN(64, inversePower(3n)))],
  [2n ** 62n + 1n, 1, 2n ** 62n + 1n],
  [2n ** 62n + 1n, 0, 1],
])("pow_int64(%d, %d) is %d", (base, exponent, result) => {
  expect(run("pow_int64", base, exponent)).toBe(result);
});

/** Computes x^(2^32 - 1) modulo 2^64 in another way: x^(2^32) divided by x, which an odd x allows. */
function inversePower(x: bigint): bigint {
  let power = x;
  for (let i = 0; i < 32; i++) power = BigInt.asUintN(64, power * power);
  let inverse = 1n;
  for (let i = 0; i < 6; i++) inverse = BigInt.asUintN(64, inverse * (2n - x * inverse));
  return BigInt.asUintN(64, power * inverse);
}

test("pow_int64 is the power modulo 2^64", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.integer({ min: -40, max: 40 }),
      fc.nat(70),
      (wide, narrow, exponent) => {
        for (const base of [wide, BigInt(narrow)]) {
          const expected = integer(BigInt.asIntN(64, base ** BigInt(exponent)));
          expect(run("pow_int64", integer(base), exponent)).toBe(expected);
        }
      },
    ),
    { seed: 5 },
  );
});

test.each([
  [2, 0.5, Math.SQRT2],
  [0, 0, 1],
  [-2, 0.5, Number.NaN],
  [2, -1, 0.5],
  [1, Number.NaN, 1],
  [1, Number.POSITIVE_INFINITY, 1],
  [-1, Number.NEGATIVE_INFINITY, 1],
  [Number.NaN, 0, 1],
  [-1, 3, -1],
  [2, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
])("pow_float64(%d, %d) is %d", (base, exponent, result) => {
  expect(run("pow_float64", base, exponent)).toBe(result);
});
