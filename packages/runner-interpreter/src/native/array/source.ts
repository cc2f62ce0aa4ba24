import { openArray } from "../../memory/array.ts";
import { type Code, type Place, PlaceCode } from "../../code/code.ts";
import type { KnownShape } from "../../code/known-shape.ts";
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

/** Makes the closure that computes a result, once all kinds are decided. */
type Make = () => Place;

/** As {@link Make}, for a result of which something is known. */
interface Described {
  readonly make: Make;
  /** As `shape` of `Code`. */
  readonly describe: () => KnownShape;
}

/**
 * Makes a native whose result is in memory. `build` resolves the arguments and returns a factory; the factory runs once
 * all kinds are known and returns the closure that computes the result.
 */
export function placeExternal(
  arity: number,
  build: (builder: ExternalBuilder, ...args: Arguments) => Make | Described,
): External {
  return {
    arity,
    build: (builder, args) => {
      const built = build(builder, ...(args as Arguments));
      if (typeof built === "function") return new PlaceCode(builder.machine, built);
      return new PlaceCode(builder.machine, built.make, built.describe);
    },
  };
}
