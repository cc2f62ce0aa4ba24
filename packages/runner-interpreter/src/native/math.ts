import {
  type NativeFunction,
  nativeFunction,
  nativeModule,
  type NativeModule,
} from "../native-module.ts";
import { type Integer64, wrapInt64 } from "../values/integer64.ts";

/**
 * Creates `std::math`. Integers wrap around in their width, as everywhere.
 *
 * @see docs/spec/interpreter.md, "Mathematics"
 */
export function mathModule(): NativeModule {
  return nativeModule("std::math", {
    abs_int8: nativeFunction(["int8"], "int8", (_context, x) => (Math.abs(x) << 24) >> 24),
    abs_int16: nativeFunction(["int16"], "int16", (_context, x) => (Math.abs(x) << 16) >> 16),
    abs_int32: nativeFunction(["int32"], "int32", (_context, x) => Math.abs(x) | 0),
    abs_int64: nativeFunction(["int64"], "int64", (_context, x) => absInt64(x)),
    ...unsignedAbs(),
    abs_float32: nativeFunction(["float32"], "float32", (_context, x) => Math.abs(x)),
    abs_float64: nativeFunction(["float64"], "float64", (_context, x) => Math.abs(x)),
    pow_int64: nativeFunction(["int64", "int64"], "int64", (_context, base, exponent) =>
      powInt64(base, exponent),
    ),
    pow_float64: nativeFunction(["float64", "float64"], "float64", (_context, base, exponent) =>
      powFloat64(base, exponent),
    ),
  });
}

/** Returns the absolute values of unsigned integers. Upstream lacks them, although programs that call them compile. */
function unsignedAbs(): Record<string, NativeFunction> {
  return {
    abs_uint8: nativeFunction(["uint8"], "uint8", (_context, x) => x),
    abs_uint16: nativeFunction(["uint16"], "uint16", (_context, x) => x),
    abs_uint32: nativeFunction(["uint32"], "uint32", (_context, x) => x),
    abs_uint64: nativeFunction(["uint64"], "uint64", (_context, x) => x),
  };
}

function absInt64(x: Integer64): Integer64 {
  if (typeof x === "number") return Math.abs(x);
  return x < 0n ? wrapInt64(-x) : x;
}

/**
 * Computes a power. The exponent counts modulo 2^32, so that a negative one is a huge one; the result is exact modulo
 * 2^64.
 */
function powInt64(base: Integer64, exponent: Integer64): Integer64 {
  const times = Number(BigInt.asUintN(32, BigInt(exponent)));
  return (typeof base === "number" ? powSafe(base, times) : undefined) ?? powWrapping(base, times);
}

/** Returns the power, if it is a safe integer. A square beyond those makes the result one, once it is multiplied in. */
function powSafe(base: number, exponent: number): number | undefined {
  let square = base;
  let result = 1;
  for (let rest = exponent; ;) {
    if (rest % 2 === 1) result *= square;
    rest = Math.floor(rest / 2);
    if (!Number.isSafeInteger(result)) return undefined;
    if (rest === 0) return result;
    square *= square;
  }
}

function powWrapping(base: Integer64, exponent: number): Integer64 {
  let square = BigInt(base);
  let result = 1n;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = BigInt.asIntN(64, result * square);
    square = BigInt.asIntN(64, square * square);
  }
  return wrapInt64(result);
}

/** Computes the `pow` of IEEE 754, which differs from ECMAScript's for a base of 1 or -1 without a finite exponent. */
function powFloat64(base: number, exponent: number): number {
  if (base === 1) return 1;
  if (base === -1 && Math.abs(exponent) === Number.POSITIVE_INFINITY) return 1;
  return base ** exponent;
}
