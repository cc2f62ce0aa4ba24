import type { TyDef } from "@lutra/bin";
import { ProgramTypes as TypesOf, type Structure as StructureOf } from "@lutra/runner-sql";
import { type Scalar, scalarOf } from "./scalar.ts";

/** Form of a value in columns. */
export type Structure = StructureOf<Scalar>;

/** The types of one program, read for this database. */
export type ProgramTypes = TypesOf<Scalar>;

/** Reads the types of a program against its definitions. */
export function programTypes(defs: readonly TyDef[]): ProgramTypes {
  return new TypesOf(defs, scalarOf);
}
