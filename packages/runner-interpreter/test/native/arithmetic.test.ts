import { expect, test } from "vitest";
import { arithmeticOf } from "../../src/native/arithmetic.ts";
import type { NumberKind } from "../../src/values/kinds.ts";

const integerKinds: readonly NumberKind[] = [
  ...(["int8", "int16", "int32", "int64"] as const),
  ...(["uint8", "uint16", "uint32", "uint64"] as const),
];

test.each(integerKinds)("a divisor of zero is an error of %s", (kind) => {
  const { div, mod } = arithmeticOf(kind);
  const error = (message: string): unknown =>
    expect.objectContaining({
      code: "EXECUTION_ERROR",
      message: expect.stringContaining(message) as string,
    });
  expect(() => div(7, 0)).toThrow(error("attempt to divide by zero"));
  expect(() => mod(7, 0)).toThrow(error("remainder with a divisor of zero"));
});

test.each([
  ["int8", -128],
  ["int16", -32768],
  ["int32", -2147483648],
  ["int64", -(2n ** 63n)],
] as const)("the least %s divided by -1 is out of range", (kind, least) => {
  const { div, mod } = arithmeticOf(kind);
  expect(() => div(least, -1)).toThrow("attempt to divide with overflow");
  expect(() => mod(least, -1)).toThrow("remainder with overflow");
  expect([div(least, 1), mod(least, 1)].map(Number)).toEqual([Number(least), 0]);
  expect([div(7, -1), mod(7, -1)]).toEqual([-7, 0]);
});

test.each([
  ["int8", 127, -128],
  ["int16", 32767, -32768],
  ["int32", 2147483647, -2147483648],
  ["int64", 2n ** 63n - 1n, -(2n ** 63n)],
  ["uint8", 255, 0],
  ["uint16", 65535, 0],
  ["uint32", 4294967295, 0],
  ["uint64", 2n ** 64n - 1n, 0],
] as const)("%s wraps around", (kind, greatest, least) => {
  const { add, sub, mul } = arithmeticOf(kind);
  expect(add(greatest, 1)).toBe(least);
  expect(sub(least, 1)).toBe(greatest);
  expect(mul(greatest, 1)).toBe(greatest);
  expect(add(sub(greatest, 1), 1)).toBe(greatest);
});

test.each(["int8", "int16", "int32", "int64"] as const)("a zero of %s has no sign", (kind) => {
  const { div, mod, mul, neg } = arithmeticOf(kind);
  expect([div(-1, 2), mod(-4, 2), mul(-1, 0), neg(0)]).toEqual([0, 0, 0, 0]);
});
