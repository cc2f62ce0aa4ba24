import { codecFor } from "@lutra/bin";
import type { Program } from "@lutra/runner-core";
import { bindInput, compileProgram, duckDbRules, optimizeSql, placed } from "@lutra/runner-sql";
import type { Argument, Chunk } from "./adapter.ts";
import { argumentForms } from "./input/argument.ts";
import { programTypes } from "./program-types.ts";
import { rowsEncoder, someEncoder, someTuple } from "./output/rows.ts";
import { refuseSessionStatements } from "./session-statements.ts";
import { refuseSentDecimals, sendsDecimals } from "./input/sent-decimals.ts";

/** A program made ready: SQL, and what turns its input into arguments and its result into output. */
export interface Statement {
  /** Absent for the program that gives nothing: DuckDB has no query without columns. */
  readonly sql: string | undefined;
  /**
   * The arguments of the parameters that the SQL mentions.
   *
   * @throws RunnerError `DECODE_ERROR` for bytes that are no input, `EXECUTION_ERROR` for a value that the database cannot take
   */
  readonly argumentsOf: (input: Uint8Array) => readonly Argument[];
  /**
   * The encoded output.
   *
   * @throws RunnerError `EXECUTION_ERROR` for a result that is no output
   */
  readonly outputOf: (chunks: readonly Chunk[]) => Uint8Array<ArrayBuffer>;
}

/**
 * Decodes and compiles a program.
 *
 * @param optimize rewrites the SQL of programs on tables
 * @throws RunnerError `PREPARE_ERROR`: another kind of program, malformed bytes, types that cannot be represented in a
 *   database, a placeholder that the input has no part for, a statement that may change the session
 */
export function statementOf(program: Program, optimize: boolean): Statement {
  return compileProgram(program, "sqlDuckDb", (compiled) => {
    refuseSessionStatements(compiled.sql);
    const { inputTy, outputTy, defs } = compiled;
    const types = programTypes(defs);
    const optimized = optimize
      ? optimizeSql(compiled.sql, duckDbRules, {
          mayLeaveOutNone: someTuple(types, outputTy) !== undefined,
        })
      : undefined;
    const sqlProgram = { ...compiled, sql: optimized?.sql ?? compiled.sql };
    const { sql, argumentsOf } = bindInput(sqlProgram, types, argumentForms(types));
    const encodeRows =
      optimized?.leavesOutNone === true
        ? someEncoder(types, outputTy)
        : rowsEncoder(types, outputTy);
    // Finds now, and not in a result, what is wrong with inner types.
    codecFor(outputTy, defs);
    const givesNothing = types.isUnit(outputTy);
    const ambiguous = sendsDecimals(types, inputTy) && !givesNothing;
    return {
      sql: sql.trim().toUpperCase() === "SELECT" && givesNothing ? undefined : sql,
      argumentsOf,
      outputOf: (chunks) =>
        placed("bad result", () => {
          if (ambiguous) refuseSentDecimals(chunks);
          return encodeRows(chunks);
        }),
    };
  });
}
