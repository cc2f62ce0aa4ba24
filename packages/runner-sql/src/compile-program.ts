import { codecFor } from "@lutra/bin";
import { programCodec, type SqlProgram } from "@lutra/bin/program";
import {
  ErrorCode,
  type Program,
  representationOf,
  RunnerError,
  wrongKind,
} from "@lutra/runner-core";
import { type ArgumentForms, argumentWriter } from "./argument-writer.ts";
import { CellError } from "./cell-error.ts";
import { checkType } from "./check-type.ts";
import { numberPlaceholders } from "./placeholders.ts";
import type { ProgramTypes } from "./program-types.ts";
import { TextBudget } from "./text-budget.ts";

/**
 * Decodes a program, checks its types and compiles it.
 *
 * @param kind the programs that the runner executes
 * @param compile compiles it for the runner; throws if the program cannot be executed
 * @throws RunnerError `PREPARE_ERROR`: another kind of program, malformed bytes, a type of the input or the output that
 *   cannot be represented in a database, or an error of `compile`
 */
export function compileProgram<T>(
  program: Program,
  kind: "sqlPostgres" | "sqlDuckDb",
  compile: (program: SqlProgram) => T,
): T {
  if (program.kind !== kind) throw wrongKind(program, kind);
  const decoded = decode(program.bytes);
  if (decoded.tag !== kind) {
    throw refused(`the bytes are not those of a ${representationOf(kind)} program`);
  }
  const { inputTy, outputTy, defs } = decoded.value;
  try {
    checkType(inputTy, defs);
    checkType(outputTy, defs);
    return compile(decoded.value);
  } catch (error) {
    if (error instanceof RunnerError) throw error;
    const place = error instanceof CellError ? error.where : "";
    throw refused(`unsupported program: ${messageOf(error)}${place}`, error);
  }
}

/** SQL of a program with a function that makes its arguments. */
export interface BoundSql<A> {
  /** SQL with placeholders from `$1` on, without gaps. */
  readonly sql: string;
  /**
   * Returns an argument for each placeholder, `null` for NULL.
   *
   * @throws RunnerError `DECODE_ERROR` for bytes that are no input, `EXECUTION_ERROR` for a value that the database
   *   cannot take
   */
  readonly argumentsOf: (input: Uint8Array) => readonly (A | null)[];
}

/**
 * Binds the placeholders of a program's SQL to its input.
 *
 * @throws CellError for a type that cannot be an input
 * @throws RunnerError `PREPARE_ERROR` for a placeholder that the input has no part for
 */
export function bindInput<S, A>(
  { sql: source, inputTy, defs }: SqlProgram,
  types: ProgramTypes<S>,
  forms: ArgumentForms<S, A>,
): BoundSql<A> {
  const codec = codecFor(inputTy, defs);
  const { count, write } = argumentWriter(types, inputTy, forms);
  const { sql, numbers } = numberPlaceholders(source);
  const excess = numbers.find((number) => number < 1 || number > count);
  if (excess !== undefined) {
    throw refused(`the SQL mentions $${excess}, and the input has ${count} parameters`);
  }
  const decodeInput = (bytes: Uint8Array): unknown => {
    try {
      return codec.decode(bytes);
    } catch (error) {
      throw new RunnerError(`malformed input: ${messageOf(error)}`, {
        code: ErrorCode.DECODE_ERROR,
        cause: error,
      });
    }
  };
  return {
    sql,
    argumentsOf: (bytes) => {
      if (count === 0) return [];
      const value = decodeInput(bytes);
      const args: (A | null)[] = [];
      const text = new TextBudget(bytes.length);
      placed("the input cannot be sent", () => write(value, args, text));
      return numbers.map((number) => args[number - 1] ?? null);
    },
  };
}

/**
 * Runs a step that may meet a fault in a value, and turns the fault into the caller's error.
 *
 * @param problem what the fault means, for example `bad result`
 * @throws RunnerError `EXECUTION_ERROR` for a fault, with its place; other errors pass unchanged
 */
export function placed<T>(problem: string, step: () => T): T {
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

function decode(bytes: Uint8Array): ReturnType<typeof programCodec.decode> {
  try {
    return programCodec.decode(bytes);
  } catch (error) {
    throw refused(
      `malformed program: ${messageOf(error)}; programs of Lutra 0.5 must be compiled again with 0.6`,
      error,
    );
  }
}

function refused(message: string, cause?: unknown): RunnerError {
  return new RunnerError(message, { code: ErrorCode.PREPARE_ERROR, cause });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
