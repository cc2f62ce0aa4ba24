import type { ArgumentForms } from "@lutra/runner-sql";
import type { Argument } from "./adapter.ts";
import { LiteralTexts } from "./literal.ts";
import type { ProgramTypes } from "./program-types.ts";
import type { Scalar } from "./scalar.ts";
import { scalarArgument } from "./scalar-argument.ts";

/**
 * The arguments of a statement: scalars with their types, everything whole as the text of a literal.
 *
 * @see runner-duckdb, section 3
 */
export function argumentForms(types: ProgramTypes): ArgumentForms<Scalar, Argument> {
  const literals = new LiteralTexts(types);
  return {
    scalar: scalarArgument,
    whole: (ty) => {
      const textOf = literals.textOf(ty);
      return (value) => ({ type: "VARCHAR", value: textOf(value) });
    },
    tag: (index) => ({ type: "SMALLINT", value: index }),
  };
}
