import { ErrorCode, isRunnerError, RunnerError } from "@lutra/runner-core";
import { withoutPaths } from "./without-paths.ts";

/**
 * Turns the error of a driver into one of a runner: `duckdb: Binder Error: ...`.
 *
 * Callers may be strangers: they see neither stack traces of the engine nor folders that they did not name. The whole
 * message stays with the driver's error, which is the `cause`.
 *
 * @param written text that comes from the caller: SQL, and parameters
 * @see docs/spec/duckdb.md, "Errors of the database"
 */
export function duckDbError(error: unknown, written: string): Error {
  if (isRunnerError(error)) return error;
  const message = withoutPaths(withoutTrace(messageOf(error)), written);
  return new RunnerError(`duckdb: ${message}`, { code: ErrorCode.EXECUTION_ERROR, cause: error });
}

function messageOf(error: unknown): string {
  if (error instanceof Error && error.message !== "") return error.message;
  const text = String(error);
  // An exception of the engine in wasm has no message that JavaScript could read.
  return text.startsWith("[object ")
    ? `the engine failed without a message (${text}); it does so for results of types that Arrow does not have`
    : text;
}

/** Removes the stack trace with which an INTERNAL error of the engine ends. */
function withoutTrace(message: string): string {
  const at = message.search(/\s*\bStack Trace:/);
  return at === -1 ? message : message.slice(0, at);
}
