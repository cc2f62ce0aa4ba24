import { ErrorCode, RunnerError } from "./error.ts";
import type { Program, ProgramKind } from "./program.ts";

const names: Readonly<Record<ProgramKind, string>> = {
  bytecodeLt: "bytecode-lt",
  sqlPostgres: "sql-pg",
  sqlDuckDb: "sql-duckdb",
};

/**
 * Returns the compiler's name of a program kind, for example `sql-pg`: users know it from `--repr` and `repr:` tags.
 *
 * @example
 * representationOf("sqlPostgres"); // "sql-pg"
 */
export function representationOf(kind: ProgramKind): string {
  return names[kind];
}

/**
 * Creates the `PREPARE_ERROR` of a runner that executes programs of one kind and was given another one.
 *
 * @example
 * if (program.kind !== "bytecodeLt") throw wrongKind(program, "bytecodeLt");
 */
export function wrongKind(program: Program, expected: ProgramKind): RunnerError {
  const representation = representationOf(expected);
  const { kind } = program as { readonly kind?: ProgramKind };
  const given = kind && (names[kind] ?? kind);
  const rest =
    given === undefined
      ? "no program, as programFromBytes returns it"
      : `${given}; compile the program for the representation ${representation}`;
  return new RunnerError(`this runner executes ${representation} programs, and was given ${rest}`, {
    code: ErrorCode.PREPARE_ERROR,
  });
}
