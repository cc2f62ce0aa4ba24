import { isRunnerError, type RunnerError } from "@lutra/runner-core";

/**
 * Returns what a call throws or rejects with.
 *
 * @throws Error if the call succeeds
 */
export async function failure(call: Promise<unknown> | (() => unknown)): Promise<unknown> {
  let value: unknown;
  try {
    value = await (typeof call === "function" ? call() : call);
  } catch (error) {
    return error;
  }
  throw new Error(`expected a failure, got ${String(value)}`);
}

/**
 * Returns the `RunnerError` that a call throws or rejects with.
 *
 * @throws Error if the call succeeds, or fails with anything else
 */
export async function runnerFailure(
  call: Promise<unknown> | (() => unknown),
): Promise<RunnerError> {
  const error = await failure(call);
  if (isRunnerError(error)) return error;
  throw new Error("expected a RunnerError", { cause: error });
}
