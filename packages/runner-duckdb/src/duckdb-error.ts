import { ErrorCode, isRunnerError, RunnerError } from "@lutra/runner-core";

/**
 * The error of a driver as one of a runner: `duckdb: Binder Error: ...`.
 *
 * @see runner-duckdb, section 6
 */
export function duckDbError(error: unknown): Error {
  if (isRunnerError(error)) return error;
  const message = error instanceof Error && error.message !== "" ? error.message : String(error);
  return new RunnerError(`duckdb: ${message}`, { code: ErrorCode.EXECUTION_ERROR, cause: error });
}
