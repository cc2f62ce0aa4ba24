import { RunnerError, type RunnerErrorOptions } from "@lutra/runner-core";
import type { Route } from "../protocol/protocol.ts";

/** State of a request that no runner answered. */
interface LostCallOptions extends RunnerErrorOptions {
  readonly mayHaveRun: boolean;
  readonly retryAfterMs: number;
}

/**
 * Error of a request that no runner answered: its connection was refused or lost, the server had too much to do, or
 * something in between answered with 502, 503 or 504.
 */
export class LostCallError extends RunnerError {
  /** False only if the program was certainly not executed, not even in part. */
  readonly mayHaveRun: boolean;
  /** Time that the server asks to wait before the request is repeated, in milliseconds; 0 if it does not say. */
  readonly retryAfterMs: number;

  constructor(message: string, options: LostCallOptions) {
    super(message, options);
    this.mayHaveRun = options.mayHaveRun;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/**
 * Returns the error of a request that no runner answered.
 *
 * @param isSeen whether a runner may have seen the request
 */
export function lostCall(
  kind: Route["kind"],
  message: string,
  isSeen: boolean,
  options: RunnerErrorOptions & { readonly retryAfterMs?: number },
): LostCallError {
  const isAboutProgram = kind !== "interface" && kind !== "externals";
  // An upload prepares a program, and does not execute it.
  const mayHaveRun = isSeen && isAboutProgram && kind !== "program";
  const fate = mayHaveRun ? "; the program may have run" : "; the program did not run";
  const { retryAfterMs = 0 } = options;
  return new LostCallError(isAboutProgram ? message + fate : message, {
    ...options,
    mayHaveRun,
    retryAfterMs,
  });
}
