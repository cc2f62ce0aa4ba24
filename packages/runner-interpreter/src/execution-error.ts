import { ErrorCode, RunnerError } from "@lutra/runner-core";

/** The error of a program that failed while it ran. */
export function executionError(message: string, cause?: unknown): RunnerError {
  return new RunnerError(message, { code: ErrorCode.EXECUTION_ERROR, cause });
}
