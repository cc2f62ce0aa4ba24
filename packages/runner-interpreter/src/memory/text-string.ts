import { executionError } from "../execution-error.ts";
import type { Machine } from "./machine.ts";
import type { TextSlice } from "./text-slice.ts";

/** Decodes a `Text` to a string. @throws RunnerError `EXECUTION_ERROR` if it is not UTF-8 */
export function decodeText(machine: Machine, text: TextSlice): string {
  machine.step((text.end - text.start) >> 4);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      text.bytes.subarray(text.start, text.end),
    );
  } catch (error) {
    throw executionError("bad input data: a Text is not valid UTF-8", error);
  }
}

/** Encodes a string as a `Text`; lone surrogates become U+FFFD. */
export function encodeText(machine: Machine, text: string): TextSlice {
  const bytes = new TextEncoder().encode(text);
  const slice = machine.newText(bytes.length);
  slice.bytes.set(bytes, slice.start);
  return slice;
}
