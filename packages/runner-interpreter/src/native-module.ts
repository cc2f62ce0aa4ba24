import type { TyDef } from "@lutra/bin";
import type { TextSlice } from "./memory/text-slice.ts";
import type { NativeValues, ValueKind } from "./values/native-values.ts";

/** The part of an execution that a native it calls may use. */
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
   * Allocates a `Text` for the caller to fill: write `length` bytes of UTF-8 from `slice.start` in `slice.bytes`.
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

/** Reference of a program to a native: what the compiler wrote beside its name. */
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
  /** Finds a function; returns `undefined` if there is none. Called while a program is prepared, once per external. */
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
