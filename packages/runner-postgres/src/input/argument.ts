import type { ArgumentForms } from "@lutra/runner-sql";
import { JsonTexts } from "./json-text.ts";
import type { ProgramTypes } from "../program-types.ts";
import type { Scalar } from "../scalar.ts";
import { scalarText } from "./scalar-text.ts";

/**
 * Returns the functions that write parameters: scalars as the server prints them, arrays and recursive variants as JSON.
 *
 * @see docs/spec/sql.md, "Arguments"
 */
export function argumentForms(types: ProgramTypes): ArgumentForms<Scalar, string> {
  const json = new JsonTexts(types);
  return { scalar: scalarText, whole: (ty) => json.textOf(ty), tag: String };
}
