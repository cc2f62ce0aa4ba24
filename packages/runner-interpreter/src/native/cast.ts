import { type Integer64, integer64, wrapInt64, wrapUint64 } from "../values/integer64.ts";
import type { NumberKind } from "../values/kinds.ts";
import { wrapperOf } from "./arithmetic.ts";

/** Turns a number of one kind into one of another. */
export type Cast = (value: Integer64) => Integer64;

/**
 * Returns the cast between two kinds: integers keep their low bits, floats are truncated toward zero and stop at the
 * limits of an integer, and what a float cannot hold is rounded to the nearest, ties to even.
 */
export function castOf(from: NumberKind, to: NumberKind): Cast {
  if (to === "float64") return Number;
  if (to === "float32") return toFloat32;
  const isFloat = from === "float32" || from === "float64";
  if (to === "int64" || to === "uint64") {
    const [least, greatest] = limits64[to];
    if (isFloat) return (value) => floatToInteger64(value as number, least, greatest);
    return to === "int64" ? toInt64 : toUint64;
  }
  const wrap = wrapperOf(to);
  if (isFloat) {
    const [least, greatest] = limits[to];
    // Not-a-number fails both comparisons and becomes zero.
    return (value) =>
      value >= greatest ? greatest : value <= least ? least : wrap(value as number);
  }
  return (value) => wrap(typeof value === "number" ? value : Number(BigInt.asIntN(32, value)));
}

const limits = {
  int8: [-0x80, 0x7f],
  int16: [-0x8000, 0x7fff],
  int32: [-0x8000_0000, 0x7fff_ffff],
  uint8: [0, 0xff],
  uint16: [0, 0xffff],
  uint32: [0, 0xffff_ffff],
} as const;

const limits64 = {
  int64: [-0x8000_0000_0000_0000n, 0x7fff_ffff_ffff_ffffn],
  uint64: [0n, 0xffff_ffff_ffff_ffffn],
} as const;

function toInt64(value: Integer64): Integer64 {
  return typeof value === "number" ? value : wrapInt64(value);
}

function toUint64(value: Integer64): Integer64 {
  return value >= 0 ? value : wrapUint64(BigInt(value));
}

function floatToInteger64(value: number, least: bigint, greatest: bigint): Integer64 {
  if (Number.isNaN(value)) return 0;
  if (value <= Number(least)) return integer64(least);
  if (value >= Number(greatest)) return integer64(greatest);
  return integer64(BigInt(Math.trunc(value)));
}

function toFloat32(value: Integer64): number {
  if (typeof value === "number") return Math.fround(value);
  // Rounding to a double first could round twice. The high bits fit a double exactly if one sticky bit stands for the rest.
  const magnitude = value < 0n ? -value : value;
  const high = (magnitude >> 20n) | BigInt((magnitude & 0xfffffn) !== 0n);
  const rounded = Math.fround(Number(high)) * 0x10_0000;
  return value < 0n ? -rounded : rounded;
}
