import type { TextList, TextSlice } from "../memory/text-slice.ts";
import type { Integer64 } from "./integer64.ts";

/** The TypeScript type of each kind of value that a native takes or gives. */
export interface NativeValues {
  readonly bool: boolean;
  readonly int8: number;
  readonly int16: number;
  readonly int32: number;
  /** Also `Duration`, `Timestamp`, `Decimal` and, as upstream compares it, `Time`. */
  readonly int64: Integer64;
  readonly uint8: number;
  readonly uint16: number;
  readonly uint32: number;
  readonly uint64: Integer64;
  readonly float32: number;
  readonly float64: number;
  /** Text as UTF-8 bytes in place; not checked to be UTF-8. */
  readonly text: TextSlice;
  /** Text as a string. Invalid UTF-8 in an argument is an error before the native is called. */
  readonly string: string;
  /** An array of texts. */
  readonly texts: TextList;
  /** Any value, encoded: self-contained bytes that start with its head, fit for a codec of `@lutra/bin`. */
  readonly data: Uint8Array;
  /** The empty tuple. */
  readonly unit: undefined;
}

/** A kind of value that a native takes or gives. */
export type ValueKind = keyof NativeValues;
