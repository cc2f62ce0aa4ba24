import { type Codec, codecFor } from "@lutra/bin";
import { programCodec, type SqlProgram } from "@lutra/bin/program";
import { ErrorCode, type Program, RunnerError } from "@lutra/runner-core";
import { CellError, numberPlaceholders } from "@lutra/runner-sql";
import type { TextRow } from "./adapter.ts";
import { argumentWriter } from "./argument.ts";
import { programTypes } from "./program-types.ts";
import { rowsEncoder } from "./rows.ts";

/** A program made ready: SQL, and what turns its input into parameters and its rows into output. */
export interface Statement {
  readonly sql: string;
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

/**
 * Decodes and compiles a program.
 *
 * @throws RunnerError `PREPARE_ERROR`: another kind of program, malformed bytes, types that have no form in a database,
 *   a placeholder that the input has no part for
 */
export function statementOf(program: Program): Statement {
  if (program.kind !== "sqlPostgres") {
    throw refused(
      `this runner executes sqlPostgres programs, and was given ${program.kind}; ` +
        "compile the program for the representation sql-pg",
    );
  }
  try {
    return compile(decode(program.bytes));
  } catch (error) {
    if (error instanceof RunnerError) throw error;
    throw refused(`unsupported program: ${messageOf(error)}`, error);
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
  if (program.tag === "sqlPostgres") return program.value;
  throw refused("the bytes are not those of a sqlPostgres program");
}

function compile({ sql: source, inputTy, outputTy, defs }: SqlProgram): Statement {
  const types = programTypes(defs);
  const input = codecFor(inputTy, defs);
  const argument = argumentWriter(types, inputTy);
  const encodeRows = rowsEncoder(types, outputTy);
  const { sql, numbers } = numberPlaceholders(source);
  const excess = numbers.find((number) => number < 1 || number > argument.count);
  if (excess !== undefined) {
    throw refused(`the SQL mentions $${excess}, and the input has ${argument.count} parameters`);
  }
  return {
    sql,
    parametersOf: (bytes) => {
      if (argument.count === 0) return [];
      const value = decodeInput(input, bytes);
      const texts: (string | null)[] = [];
      inPlace("the input cannot be sent", () => argument.write(value, texts));
      return numbers.map((number) => texts[number - 1] ?? null);
    },
    outputOf: (rows) => inPlace("bad result", () => encodeRows(rows)),
  };
}

function decodeInput(codec: Codec<unknown>, bytes: Uint8Array): unknown {
  try {
    return codec.decode(bytes);
  } catch (error) {
    throw new RunnerError(`malformed input: ${messageOf(error)}`, {
      code: ErrorCode.DECODE_ERROR,
      cause: error,
    });
  }
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
