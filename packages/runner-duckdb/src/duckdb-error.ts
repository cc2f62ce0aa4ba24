import { ErrorCode, isRunnerError, RunnerError } from "@lutra/runner-core";

/**
 * The error of a driver as one of a runner: `duckdb: Binder Error: ...`.
 *
 * @see runner-duckdb, section 6
 */
export function duckDbError(error: unknown): Error {
  if (isRunnerError(error)) return error;
  return new RunnerError(`duckdb: ${messageOf(error)}`, {
    code: ErrorCode.EXECUTION_ERROR,
    cause: error,
  });
}

function messageOf(error: unknown): string {
  if (error instanceof Error && error.message !== "") return error.message;
  const text = String(error);
  // An exception of the engine in wasm has no message that JavaScript could read.
  return text.startsWith("[object ")
    ? `the engine failed without a message (${text}); it does so for results of types that Arrow does not have`
    : text;
}
