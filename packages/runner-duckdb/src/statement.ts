import { codecFor } from "@lutra/bin";
import { programCodec, type SqlProgram } from "@lutra/bin/program";
import { ErrorCode, type Program, RunnerError } from "@lutra/runner-core";
import { CellError, numberPlaceholders } from "@lutra/runner-sql";
import type { Argument, Chunk } from "./adapter.ts";
import { argumentWriter } from "./argument.ts";
import { programTypes } from "./program-types.ts";
import { rowsEncoder } from "./rows.ts";
import { refuseSentDecimals, sendsDecimals } from "./sent-decimals.ts";

/** A program made ready: SQL, and what turns its input into arguments and its result into output. */
export interface Statement {
  /** Absent for the program that gives nothing: DuckDB has no query without columns. */
  readonly sql: string | undefined;
  /**
   * The arguments of the parameters that the SQL mentions.
   *
   * @throws DecodeError for bytes that are no input
   * @throws RunnerError `EXECUTION_ERROR` for a value that the database cannot take
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
 * @throws RunnerError `PREPARE_ERROR`: another kind of program, malformed bytes, types that have no form in a database,
 *   a placeholder that the input has no part for
 */
export function statementOf(program: Program): Statement {
  if (program.kind !== "sqlDuckDb") {
    throw refused(
      `this runner executes sqlDuckDb programs, and was given ${program.kind}; ` +
        "compile the program for the representation sql-duckdb",
    );
  }
  try {
    return compile(decode(program.bytes));
  } catch (error) {
    if (error instanceof RunnerError) throw error;
    const place = error instanceof CellError ? error.where : "";
    throw refused(`unsupported program: ${messageOf(error)}${place}`, error);
  }
}

function decode(bytes: Uint8Array): SqlProgram {
  let program;
  try {
    program = programCodec.decode(bytes);
  } catch (error) {
    throw refused(
      `malformed program: ${messageOf(error)}; programs of Lutra 0.5 must be compiled again with 0.6`,
      error,
    );
  }
  if (program.tag === "sqlDuckDb") return program.value;
  throw refused("the bytes are not those of a sqlDuckDb program");
}

function compile({ sql: source, inputTy, outputTy, defs }: SqlProgram): Statement {
  const types = programTypes(defs);
  const input = codecFor(inputTy, defs);
  const argument = argumentWriter(types, inputTy);
  const encodeRows = rowsEncoder(types, outputTy);
  // Finds now, and not in a result, what is wrong with inner types.
  codecFor(outputTy, defs);
  const ambiguous = sendsDecimals(types, inputTy) && !types.isUnit(outputTy);
  const { sql, numbers } = numberPlaceholders(source);
  const excess = numbers.find((number) => number < 1 || number > argument.count);
  if (excess !== undefined) {
    throw refused(`the SQL mentions $${excess}, and the input has ${argument.count} parameters`);
  }
  return {
    sql: sql.trim().toUpperCase() === "SELECT" && types.isUnit(outputTy) ? undefined : sql,
    argumentsOf: (bytes) => {
      const value = input.decode(bytes);
      const args: Argument[] = [];
      inPlace("the input cannot be sent", () => argument.write(value, args));
      return numbers.map((number) => args[number - 1] ?? null);
    },
    outputOf: (chunks) =>
      inPlace("bad result", () => {
        if (ambiguous) refuseSentDecimals(chunks);
        return encodeRows(chunks);
      }),
  };
}

/** Runs a step that may meet a fault in a value, and turns the fault into the caller's error. */
function inPlace<T>(problem: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    throw new RunnerError(`${problem}: ${error.message}${error.where}`, {
      code: ErrorCode.EXECUTION_ERROR,
      cause: error,
    });
  }
}

function refused(message: string, cause?: unknown): RunnerError {
  return new RunnerError(message, { code: ErrorCode.PREPARE_ERROR, cause });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
