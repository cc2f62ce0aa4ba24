import { ErrorCode, isRunnerError } from "./error.ts";
import type { ErrorMessage } from "./messages.ts";

/**
 * Turns whatever a runner threw into the error that travels: its message, and its code or the fallback. Bytes that did
 * not decode have the code `DECODE_ERROR`. The cause is that of a {@link RunnerError}, or the error itself; it stays in
 * the process.
 */
export function errorMessage(error: unknown, fallbackCode?: ErrorCode): ErrorMessage {
  if (isRunnerError(error)) {
    const { message: display, code = fallbackCode, cause } = error;
    return cause === undefined ? { display, code } : { display, code, cause };
  }
  if (!(error instanceof Error)) return { display: String(error), code: fallbackCode };
  // By name: the error may come from another copy of the package that defines it.
  const code = error.name === "DecodeError" ? ErrorCode.DECODE_ERROR : fallbackCode;
  return { display: error.message || error.name, code, cause: error };
}
