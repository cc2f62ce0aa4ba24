import { openArray } from "../../memory/array.ts";
import { type Code, type Place, PlaceCode } from "../../code/code.ts";
import type { Argument } from "../../compile/scope.ts";
import type { External, ExternalBuilder } from "../../compile/external.ts";
import type { Machine } from "../../memory/machine.ts";

/** Opens the array that an expression yields: as `openArray`. */
export function arrayOpener(machine: Machine, array: Code, itemBytes: number): Place {
  const place = array.place();
  return () => openArray(machine, place(), itemBytes);
}

/** Arguments by position; the compiler checks that there are as many as the native takes. */
type Arguments = [Argument, Argument, Argument];

/**
 * A native whose result is in memory. `build` resolves the arguments, and answers what makes the closure that computes the
 * result: not before all kinds are decided.
 */
export function placeExternal(
  arity: number,
  build: (builder: ExternalBuilder, ...args: Arguments) => () => Place,
): External {
  return {
    arity,
    build: (builder, args) =>
      new PlaceCode(builder.machine, build(builder, ...(args as Arguments))),
  };
}
