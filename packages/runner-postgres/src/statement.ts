import type { Program } from "@lutra/runner-core";
import { bindInput, compileProgram, placed } from "@lutra/runner-sql";
import type { TextRow } from "./adapter.ts";
import { argumentForms } from "./input/argument.ts";
import { programTypes } from "./program-types.ts";
import { guardRowIds } from "./row-ids.ts";
import { type SessionUse, sessionUse } from "./session/session-use.ts";
import { rowsEncoder } from "./output/rows.ts";

/** A program made ready: SQL, and what turns its input into parameters and its rows into output. */
export interface Statement {
  readonly sql: string;
  /** The table whose rows the SQL names by `ctid`, as SQL writes it. */
  readonly table: string | undefined;
  readonly use: SessionUse;
  /**
   * The texts of the parameters that the SQL mentions.
   *
   * @throws RunnerError `DECODE_ERROR` for bytes that are no input, `EXECUTION_ERROR` for a value that the database cannot take
   */
  readonly parametersOf: (input: Uint8Array) => readonly (string | null)[];
  /**
   * The encoded output.
   *
   * @throws RunnerError `EXECUTION_ERROR` for rows that are no output
   */
  readonly outputOf: (rows: readonly TextRow[]) => Uint8Array<ArrayBuffer>;
}

const dialect = { kind: "sqlPostgres", representation: "sql-pg" } as const;

/**
 * Decodes and compiles a program.
 *
 * @throws RunnerError `PREPARE_ERROR`: another kind of program, malformed bytes, types that have no form in a database,
 *   a placeholder that the input has no part for, a command that acts on the session
 */
export function statementOf(program: Program): Statement {
  return compileProgram(program, dialect, (sqlProgram) => {
    const { outputTy, defs } = sqlProgram;
    const types = programTypes(defs);
    const { sql, argumentsOf } = bindInput(sqlProgram, types, argumentForms(types));
    const encodeRows = rowsEncoder(types, outputTy);
    const use = sessionUse(sql);
    const guarded = guardRowIds(sql);
    return {
      sql: guarded?.sql ?? sql,
      table: guarded?.table,
      use,
      parametersOf: argumentsOf,
      outputOf: (rows) => placed("bad result", () => encodeRows(rows)),
    };
  });
}
