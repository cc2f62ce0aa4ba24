import { LostCallError, type RunnerErrorOptions } from "@lutra/runner-core";
import type { Route } from "../protocol/protocol.ts";

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
  return new LostCallError(isAboutProgram ? message + fate : message, { ...options, mayHaveRun });
}
