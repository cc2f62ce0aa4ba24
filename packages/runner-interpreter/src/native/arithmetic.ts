import { executionError } from "../execution-error.ts";
import {
  type Integer64,
  add64,
  divide64,
  multiply64,
  remainder64,
  subtract64,
  wrapInt64,
  wrapUint64,
} from "../values/integer64.ts";
import type { NumberKind } from "../values/kinds.ts";

/** Arithmetic of one kind of numbers. Integers wrap around; see {@link Integer64} for those of 64 bits. */
export interface Arithmetic<T extends Integer64 = Integer64> {
  readonly add: (a: T, b: T) => T;
  readonly sub: (a: T, b: T) => T;
  readonly mul: (a: T, b: T) => T;
  /** @throws RunnerError for integers: a divisor of zero, a quotient out of range */
  readonly div: (a: T, b: T) => T;
  /** Sign of the dividend. @throws RunnerError as `div` */
  readonly mod: (a: T, b: T) => T;
  readonly neg: (a: T) => T;
}

/** Returns the arithmetic of a kind. */
export function arithmeticOf(kind: NumberKind): Arithmetic {
  switch (kind) {
    case "int64":
      return integers64(-Number.MAX_SAFE_INTEGER, wrapInt64, -9223372036854775808n);
    case "uint64":
      return integers64(0, wrapUint64, undefined);
    case "float64":
      return floats((value) => value) as Arithmetic;
    case "float32":
      return floats(Math.fround) as Arithmetic;
    case "int8":
    case "int16":
    case "int32":
    case "uint8":
    case "uint16":
    case "uint32":
      return integers(kind) as Arithmetic;
  }
}

/** Keeps the low bits of an integer that a double holds exactly. */
export function wrapperOf(
  kind: "int8" | "int16" | "int32" | "uint8" | "uint16" | "uint32",
): (value: number) => number {
  switch (kind) {
    case "int8":
      return (value) => (value << 24) >> 24;
    case "int16":
      return (value) => (value << 16) >> 16;
    case "int32":
      return (value) => value | 0;
    case "uint8":
      return (value) => value & 0xff;
    case "uint16":
      return (value) => value & 0xffff;
    case "uint32":
      return (value) => value >>> 0;
  }
}

/** The least value of signed kinds: negating it, or dividing it by -1, overflows. */
const leastOf = { int8: -0x80, int16: -0x8000, int32: -0x8000_0000 };

function integers(kind: Parameters<typeof wrapperOf>[0]): Arithmetic<number> {
  const wrap = wrapperOf(kind);
  const least = kind in leastOf ? leastOf[kind as keyof typeof leastOf] : undefined;
  return {
    add: (a, b) => wrap(a + b),
    sub: (a, b) => wrap(a - b),
    // The low 32 bits of the product, which hold the low bits of every smaller kind.
    mul: (a, b) => wrap(Math.imul(a, b)),
    div: (a, b) => {
      if (b === 0) throw executionError("attempt to divide by zero");
      if (b === -1 && a === least) throw executionError("attempt to divide with overflow");
      return Math.trunc(a / b) + 0;
    },
    mod: (a, b) => {
      if (b === 0) {
        throw executionError("attempt to calculate the remainder with a divisor of zero");
      }
      if (b === -1 && a === least) {
        throw executionError("attempt to calculate the remainder with overflow");
      }
      return (a % b) + 0;
    },
    neg: (a) => wrap(-a),
  };
}

function integers64(
  least: number,
  wrap: (value: bigint) => Integer64,
  overflowing: bigint | undefined,
): Arithmetic {
  return {
    add: (a, b) => add64(a, b, least, wrap),
    sub: (a, b) => subtract64(a, b, least, wrap),
    mul: (a, b) => multiply64(a, b, least, wrap),
    div: (a, b) => {
      if (b === 0) throw executionError("attempt to divide by zero");
      if (b === -1 && a === overflowing) throw executionError("attempt to divide with overflow");
      return divide64(a, b);
    },
    mod: (a, b) => {
      if (b === 0) {
        throw executionError("attempt to calculate the remainder with a divisor of zero");
      }
      if (b === -1 && a === overflowing) {
        throw executionError("attempt to calculate the remainder with overflow");
      }
      return remainder64(a, b);
    },
    neg: (a) => subtract64(0, a, least, wrap),
  };
}

function floats(round: (value: number) => number): Arithmetic<number> {
  return {
    add: (a, b) => round(a + b),
    sub: (a, b) => round(a - b),
    mul: (a, b) => round(a * b),
    div: (a, b) => round(a / b),
    mod: (a, b) => round(a % b),
    neg: (a) => -a,
  };
}
