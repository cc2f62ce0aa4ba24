import { type ArgumentForms, CellError } from "@lutra/runner-sql";
import type { Argument } from "../adapter.ts";
import { LiteralTexts } from "./literal.ts";
import type { ProgramTypes } from "../program-types.ts";
import type { Scalar } from "../scalar.ts";
import { scalarArgument } from "./scalar-argument.ts";

/**
 * Returns the arguments of a statement: scalars with their types, everything whole as the text of a literal.
 *
 * @see docs/spec/duckdb.md, "Literals"
 */
export function argumentForms(types: ProgramTypes): ArgumentForms<Scalar, Argument> {
  const literals = new LiteralTexts(types);
  return {
    scalar: scalarArgument,
    whole: (ty) => {
      const textOf = literals.textOf(ty);
      return (value, text) => ({ type: "VARCHAR", value: sendable(() => textOf(value, text)) });
    },
    tag: (index) => ({ type: "SMALLINT", value: index }),
  };
}

/** @throws CellError for a string that is longer than the engine's longest */
function sendable(write: () => string): string {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CellError("as text it is longer than JavaScript has room for; pass less at a time", {
      cause: error,
    });
  }
}
