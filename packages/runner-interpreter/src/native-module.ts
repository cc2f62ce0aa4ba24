import type { TyDef } from "@lutra/bin";
import type { TextList, TextSlice } from "./memory/text-slice.ts";

/**
 * A 64-bit integer: a number within the safe range (-(2^53 - 1) to 2^53 - 1), a bigint outside of it. Every such integer
 * has one form only, so that `===`, `<` and `Map` keys work on both; zero is never negative.
 */
export type Integer64 = number | bigint;

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

/** What a native may ask of the execution that calls it. */
export interface NativeContext {
  /**
   * Counts work towards `maxSteps`. Call it before work that grows with a value: about one step per item, or per 16
   * bytes.
   *
   * @throws RunnerError `LIMIT_EXCEEDED`
   */
  step(count: number): void;

  /**
   * Counts memory that the native is about to take for a result of many parts, or for its own work.
   *
   * @throws RunnerError `LIMIT_EXCEEDED`
   */
  reserve(byteLength: number): void;

  /**
   * Allocates a text for the caller to fill: write `length` bytes of UTF-8 from `slice.start` in `slice.bytes`.
   *
   * @throws RunnerError `LIMIT_EXCEEDED` if it would pass a memory limit
   */
  newText(length: number): TextSlice;
}

/** Argument values for a list of kinds. */
export type NativeArguments<P extends readonly ValueKind[]> = {
  readonly [I in keyof P]: NativeValues[P[I]];
};

/** A function of a {@link NativeModule}. Made by {@link nativeFunction}. */
export interface NativeFunction {
  readonly params: readonly ValueKind[];
  readonly result: ValueKind;
  /** The arguments have the types that `params` says: {@link nativeFunction} checked it. */
  readonly call: (context: NativeContext, ...args: never[]) => NativeValues[ValueKind];
}

/** How a program refers to a native: what the compiler wrote beside its name. */
export interface NativeReference {
  /** `ExternalSymbol.layout_args`: empty but for functions of the standard library. */
  readonly layoutArgs: readonly number[];
  /** Type definitions of the program; only there if it uses `std::fs`. */
  readonly defs: readonly TyDef[];
}

/**
 * Functions that programs can call by `module::name`.
 *
 * A native must not keep what it is given longer than the call, nor call the runner that calls it with the same handle.
 * What it throws ends the execution: a `RunnerError` as it is, anything else as `EXECUTION_ERROR` with the thrown value as
 * `cause`.
 */
export interface NativeModule {
  /** All segments before the last `::`, for example `std::text` or `acme::geo`. */
  readonly name: string;
  /** Finds a function, or answers undefined. Called while a program is prepared, once per external. */
  lookup(name: string, reference: NativeReference): NativeFunction | undefined;
}

/**
 * Describes a native function; the types of the callback follow from the kinds.
 *
 * @example
 * ```ts
 * const hypot = nativeFunction(["float64", "float64"], "float64", (_context, x, y) => Math.hypot(x, y));
 * ```
 */
export function nativeFunction<const P extends readonly ValueKind[], R extends ValueKind>(
  params: P,
  result: R,
  call: (context: NativeContext, ...args: NativeArguments<P>) => NativeValues[R],
): NativeFunction {
  // The compiler calls with arguments of the kinds in `params`, so the list of their types can be dropped here.
  return { params, result, call: call as unknown as NativeFunction["call"] };
}

/**
 * Makes a module of a table of functions.
 *
 * @example
 * ```ts
 * const geometry = nativeModule("acme::geometry", {
 *   hypot: nativeFunction(["float64", "float64"], "float64", (_context, x, y) => Math.hypot(x, y)),
 * });
 * ```
 */
export function nativeModule(
  name: string,
  functions: Readonly<Record<string, NativeFunction>>,
): NativeModule {
  const table = new Map(Object.entries(functions));
  return { name, lookup: (functionName) => table.get(functionName) };
}
