import type { Code, Kind } from "../code/code.ts";
import type { CodeKind } from "../values/kinds.ts";
import type { Slot } from "../code/slot.ts";
import type { Machine } from "../memory/machine.ts";
import type { NativeReference } from "../native-module.ts";
import type { Argument } from "./scope.ts";

/** A function argument that is ready to be called in a loop: bind the slots, then run the body. */
export interface Lambda {
  readonly slots: readonly Slot[];
  readonly body: Code;
  /** Steps that one call counts, at least one: more for a body of many expressions. */
  readonly steps: number;
}

/** The part of the compiler that a native may use. */
export interface ExternalBuilder {
  readonly machine: Machine;
  /** Returns the code of an argument that is a value. */
  code(argument: Argument): Code;
  /**
   * Returns the body of an argument that is a function, with a slot per parameter. A kind that is left undefined must be decided
   * before closures are made of the body.
   */
  lambda(argument: Argument, kinds: readonly (Kind | undefined)[]): Lambda;
  /** Returns the native that an argument names, if it does so directly. */
  external(argument: Argument): External | undefined;
}

/** A native of a program, resolved. */
export interface External {
  /** Number of arguments. */
  readonly arity: number;
  /** The kind that the native compares two values of, if it is one of `std::ops::cmp_*`. */
  readonly compares?: CodeKind | undefined;
  /** Makes the code of a call; there are `arity` arguments. */
  build(builder: ExternalBuilder, args: readonly Argument[]): Code;
}

/** Natives of one module, as the compiler takes them. */
export interface ExternalModule {
  /** All segments before the last `::`, for example `std::text`. */
  readonly name: string;
  /**
   * Finds a native by the last segment of its id.
   *
   * @throws RunnerError `PREPARE_ERROR` if the native has other layout arguments than `reference`
   */
  lookup(name: string, reference: NativeReference): External | undefined;
}
