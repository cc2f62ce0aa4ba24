import { ErrorCode, RunnerError } from "@lutra/runner-core";

/** Creates the error of a program that failed while it ran. */
export function executionError(message: string, cause?: unknown): RunnerError {
  return new RunnerError(message, { code: ErrorCode.EXECUTION_ERROR, cause });
}

/** Creates the error for input bytes that are not a value of the input type: a pointer or length leads out of them. */
export function badInput(cause?: unknown): RunnerError {
  return executionError("bad input data", cause);
}

/** Creates the error of a program that no compiler writes: it is refused before it runs. */
export function badProgram(reason: string, cause?: unknown): RunnerError {
  return new RunnerError(`bad program: ${reason}`, { code: ErrorCode.PREPARE_ERROR, cause });
}

/** Creates the error of an execution that would pass a limit of the runner. */
export function limitExceeded(what: string, option: string, limit: number): RunnerError {
  return new RunnerError(
    `the program ${what} (limit ${limit}); raise the runner's option ${option} if it is right to do so`,
    { code: ErrorCode.LIMIT_EXCEEDED },
  );
}

/** Creates the error of an execution that the system has no memory for, though the runner's limits would allow it. */
export function outOfMemory(cause: unknown): RunnerError {
  return new RunnerError(
    "the system has no memory left for what the program allocates; lower the runner's option maxAllocatedBytes",
    { code: ErrorCode.LIMIT_EXCEEDED, cause },
  );
}

/** Checks if an engine's message says that the stack is used up. Engines differ in the class of the error. */
export function isStackOverflow(message: string): boolean {
  return message.includes("call stack") || message.includes("too much recursion");
}

/**
 * Checks if an engine's message says that there is no memory left: the system may have less than the limits allow.
 */
export function isOutOfMemory(message: string): boolean {
  const lower = message.toLowerCase();
  return lower.includes("allocation failed") || lower.includes("out of memory");
}
