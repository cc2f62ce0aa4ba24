import { executionError } from "../execution-error.ts";
import type { TextSlice } from "../memory/text-slice.ts";

/**
 * Counts the Unicode scalar values of a `Text`.
 *
 * @throws RunnerError `EXECUTION_ERROR` for bytes that are not UTF-8: overlong forms, surrogates, numbers above
 * U+10FFFF,
 *   stray and missing continuation bytes
 */
export function countScalars(text: TextSlice): number {
  const { bytes, start, end } = text;
  let count = 0;
  let at = start;
  while (at < end) {
    const length = (bytes[at] as number) < 0x80 ? 1 : sequenceLength(bytes, at, end);
    if (length === 0) {
      throw executionError(
        `bad input data: a Text is not valid UTF-8, at byte ${at - start} of its ${end - start}`,
      );
    }
    at += length;
    count++;
  }
  return count;
}

/** Returns the length of the UTF-8 sequence at a position inside a `Text` that {@link countScalars} accepted. */
export function scalarLength(first: number): number {
  if (first < 0x80) return 1;
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/** Returns the length of the sequence of several bytes at `at`; 0 if they are not one. */
function sequenceLength(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at] as number;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = scalarLength(first);
  if (at + length > end) return 0;
  const second = bytes[at + 1] as number;
  if (second < lowestSecond(first) || second > highestSecond(first)) return 0;
  for (let i = at + 2; i < at + length; i++) {
    if (((bytes[i] as number) & 0xc0) !== 0x80) return 0;
  }
  return length;
}

// Bounds of the second byte, which shut out overlong forms, surrogates and numbers above U+10FFFF.
function lowestSecond(first: number): number {
  return first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
}

function highestSecond(first: number): number {
  return first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
}
