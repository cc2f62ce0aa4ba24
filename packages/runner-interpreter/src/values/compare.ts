import type { CodeKind } from "./kinds.ts";
import type { Machine } from "../memory/machine.ts";
import type { TextSlice } from "../memory/text-slice.ts";
import type { Integer64 } from "./integer64.ts";
import type { NativeValues } from "./native-values.ts";

/** Says which of two values comes first: negative, zero or positive. */
export type Compare<T> = (a: T, b: T) => number;

/** Returns the order that `sort`, `min` and the ranks use: total, with -0 before 0 and NaN last. */
export function compareOf<K extends CodeKind>(
  context: Pick<Machine, "step">,
  kind: K,
): Compare<NativeValues[K]> {
  const compare =
    kind === "text"
      ? (a: TextSlice, b: TextSlice): number => compareTexts(context, a, b)
      : isFloat(kind)
        ? compareFloats
        : compareNumbers;
  return compare as Compare<NativeValues[K]>;
}

/** Returns `true` if values of a kind are floats. */
export function isFloat(kind: string): boolean {
  return kind === "float32" || kind === "float64";
}

/** Compares numbers without NaN, and booleans. */
export function compareNumbers(a: Integer64 | boolean, b: Integer64 | boolean): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Compares by the total order of IEEE 754; there is only one NaN, the positive one. */
export function compareFloats(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return a !== 0 || Object.is(a, b) ? 0 : Object.is(a, -0) ? -1 : 1;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** Compares by bytes, which is by code point. */
export function compareTexts(context: Pick<Machine, "step">, a: TextSlice, b: TextSlice): number {
  const left = a.bytes;
  const right = b.bytes;
  const length = Math.min(a.end - a.start, b.end - b.start);
  context.step(1 + (length >>> 4));
  for (let i = 0; i < length; i++) {
    const difference = (left[a.start + i] as number) - (right[b.start + i] as number);
    if (difference !== 0) return difference;
  }
  return a.end - a.start - (b.end - b.start);
}
