import { type ErrorCode, RunnerError } from "@lutra/runner-core";
import { errorMessage } from "@lutra/runner-core/transport";
import { isHttpFault } from "./http-fault.ts";

/** Returns the error with a code: its own, or the fallback. */
export function coded(error: unknown, fallback: ErrorCode): Error {
  if (isHttpFault(error)) return error;
  const { display, code } = errorMessage(error, fallback);
  return new RunnerError(display, { code, cause: error });
}
