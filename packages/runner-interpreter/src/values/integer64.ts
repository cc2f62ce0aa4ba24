/**
 * A 64-bit integer: a number within the safe range (-(2^53 - 1) to 2^53 - 1), a bigint outside of it. Every such integer
 * has one form only, so that `===`, `<` and `Map` keys work on both; zero is never negative.
 */
export type Integer64 = number | bigint;

const maxSafe = Number.MAX_SAFE_INTEGER;
const wordSize = 4294967296;

/** Returns the one form of an integer that fits 64 bits. */
export function integer64(value: bigint): Integer64 {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

/** Keeps the low 64 bits, signed. */
export function wrapInt64(value: bigint): Integer64 {
  return integer64(BigInt.asIntN(64, value));
}

/** Keeps the low 64 bits, unsigned. */
export function wrapUint64(value: bigint): Integer64 {
  return integer64(BigInt.asUintN(64, value));
}

/** Reads a signed integer. @throws RangeError outside of the view */
export function readInt64(view: DataView, at: number): Integer64 {
  const value = view.getInt32(at + 4, true) * wordSize + view.getUint32(at, true);
  return value >= -maxSafe && value <= maxSafe ? value : view.getBigInt64(at, true);
}

/** Reads an unsigned integer. @throws RangeError outside of the view */
export function readUint64(view: DataView, at: number): Integer64 {
  const value = view.getUint32(at + 4, true) * wordSize + view.getUint32(at, true);
  return value <= maxSafe ? value : view.getBigUint64(at, true);
}

/** Writes the low 64 bits: right for signed and unsigned alike. */
export function writeInteger64(view: DataView, at: number, value: Integer64): void {
  if (typeof value === "bigint") {
    view.setBigUint64(at, value, true);
    return;
  }
  const high = Math.floor(value / wordSize);
  // setInt32 keeps the low 32 bits of a safe integer.
  view.setInt32(at, value, true);
  view.setInt32(at + 4, high, true);
}

/** Function that brings a result of one signedness back into 64 bits. */
export type Wrap64 = (value: bigint) => Integer64;

// In each operation below numbers come first: their result is right if it is in the safe range, because a result that
// was rounded is beyond it. Negative zero cannot arise from a sum, and products and remainders drop it by adding zero.

/** Returns the sum, wrapped. */
export function add64(a: Integer64, b: Integer64, least: number, wrap: Wrap64): Integer64 {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (sum <= maxSafe && sum >= least) return sum;
  }
  return wrap(BigInt(a) + BigInt(b));
}

/** Returns the difference, wrapped. */
export function subtract64(a: Integer64, b: Integer64, least: number, wrap: Wrap64): Integer64 {
  if (typeof a === "number" && typeof b === "number") {
    const difference = a - b;
    if (difference <= maxSafe && difference >= least) return difference;
  }
  return wrap(BigInt(a) - BigInt(b));
}

/** Returns the product, wrapped. */
export function multiply64(a: Integer64, b: Integer64, least: number, wrap: Wrap64): Integer64 {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b + 0;
    if (product <= maxSafe && product >= least) return product;
  }
  return wrap(BigInt(a) * BigInt(b));
}

/** Returns the quotient, truncated toward zero. The divisor is not zero, and the quotient fits. */
export function divide64(a: Integer64, b: Integer64): Integer64 {
  if (typeof a === "number" && typeof b === "number") return Math.trunc(a / b) + 0;
  return integer64(BigInt(a) / BigInt(b));
}

/** Returns the remainder with the sign of the dividend. The divisor is not zero. */
export function remainder64(a: Integer64, b: Integer64): Integer64 {
  if (typeof a === "number" && typeof b === "number") return (a % b) + 0;
  return integer64(BigInt(a) % BigInt(b));
}

/** Converts a position to an array index: a number that is exact where it can matter, infinite beyond. */
export function toIndex(value: Integer64): number {
  return typeof value === "number" ? value : value < 0n ? -Infinity : Infinity;
}
