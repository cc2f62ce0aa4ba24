import type { Program, RunnerError } from "@lutra/runner-core";
import {
  bindInput,
  compileProgram,
  optimizeSql,
  placed,
  postgresRules,
  type TableFacts,
} from "@lutra/runner-sql";
import type { TextRow } from "./adapter.ts";
import { argumentForms } from "./input/argument.ts";
import { programTypes } from "./program-types.ts";
import { guardRowIds, rowIdError } from "./row-ids.ts";
import { floatError, guardFloats, portableStrings } from "./setting-guards.ts";
import { type SessionUse, sessionUse } from "./session/session-use.ts";
import { rowsEncoder } from "./output/rows.ts";

/** A program made ready: SQL, and the functions that turn its input into parameters and its rows into output. */
export interface Statement {
  readonly sql: string;
  /** `true` if the optimizer changed the compiler's SQL. */
  readonly isOptimized: boolean;
  /** Makes the statement that a server gets which cannot plan this one; undefined if there is no other one. */
  readonly plainer: (() => Statement) | undefined;
  /** The table whose rows the SQL names by `ctid`, as SQL writes it. */
  readonly table: string | undefined;
  readonly use: SessionUse;
  /** Returns the error of the server in words, if it is that of a guard in the SQL. */
  readonly explain: (error: unknown) => RunnerError | undefined;
  /**
   * Returns the texts of the parameters that the SQL mentions.
   *
   * @throws RunnerError `DECODE_ERROR` for bytes that are no input, `EXECUTION_ERROR` for a value that the database
   * cannot take
   */
  readonly parametersOf: (input: Uint8Array) => readonly (string | null)[];
  /**
   * Encodes rows as the output.
   *
   * @throws RunnerError `EXECUTION_ERROR` for rows that are no output
   */
  readonly outputOf: (rows: readonly TextRow[]) => Uint8Array<ArrayBuffer>;
}

/** Options of {@link statementOf}. */
export interface StatementOptions {
  /** Optimizes the SQL. @default true */
  readonly optimize?: boolean;
  /** Only repairs what the compiler gets wrong. @default false */
  readonly onlyRepairs?: boolean;
  /** Facts about the tables. @default none */
  readonly facts?: TableFacts;
}

/**
 * Decodes and compiles a program.
 *
 * @throws RunnerError `PREPARE_ERROR`: another kind of program, malformed bytes, types that cannot be represented in a
 *   database, a placeholder that the input has no part for, a command that acts on the session
 */
export function statementOf(
  program: Program,
  { optimize = true, onlyRepairs = false, facts }: StatementOptions = {},
): Statement {
  return compileProgram(program, "sqlPostgres", (compiled) => {
    const options = facts === undefined ? {} : { facts };
    const optimized = optimize
      ? optimizeSql(compiled.sql, onlyRepairs ? [] : postgresRules, options)
      : { sql: compiled.sql, rules: [] };
    const sqlProgram = { ...compiled, sql: optimized.sql };
    const { outputTy, defs } = sqlProgram;
    let hasFloats = /\bfloat[48]\b/i.test(sqlProgram.sql);
    const types = programTypes(defs, ({ kind }) => {
      hasFloats ||= kind === "float";
    });
    const bound = bindInput(sqlProgram, types, argumentForms(types));
    const encodeRows = rowsEncoder(types, outputTy);
    const use = sessionUse(bound.sql);
    const portable = portableStrings(bound.sql.replace(/;\s*$/, ""));
    const guarded = guardRowIds(portable);
    const sql = hasFloats ? guardFloats(portable) : portable;
    const isOptimized = optimized.rules.length > 0;
    return {
      sql: guarded?.sql ?? sql,
      isOptimized,
      plainer:
        isOptimized && !onlyRepairs ? () => statementOf(program, { onlyRepairs: true }) : undefined,
      table: guarded?.table,
      use,
      explain: (error) =>
        (guarded && rowIdError(error, guarded.table)) ??
        (hasFloats ? floatError(error) : undefined),
      parametersOf: bound.argumentsOf,
      outputOf: (rows) => placed("bad result", () => encodeRows(rows)),
    };
  });
}
