import { ErrorCode, isRunnerError } from "../error.ts";
import type { ErrorMessage } from "./messages.ts";
import { isError, propertyOf, textOf } from "./thrown.ts";

/** Maximum number of characters of a code; a longer string is not a code. */
const maxCodeLength = 128;

/**
 * Turns anything that a runner threw into the error that travels: its message, and its code or the fallback. Bytes that
 * did not decode have the code `DECODE_ERROR`. The cause is that of a {@link RunnerError}, or the error itself; it
 * stays in the process.
 *
 * Never throws, whatever was thrown: not for an object without a prototype, a revoked proxy, or getters that throw. Of
 * a message only the first 16384 characters are kept; a code that is not a string, or has more than 128 characters, is
 * left out.
 */
export function errorMessage(error: unknown, fallbackCode?: ErrorCode): ErrorMessage {
  const display = textOf(error);
  if (isRunnerError(error)) {
    const given = propertyOf(error, "code");
    const code = typeof given === "string" && given.length <= maxCodeLength ? given : fallbackCode;
    const cause = propertyOf(error, "cause");
    return cause === undefined ? { display, code } : { display, code, cause };
  }
  if (!isError(error)) return { display, code: fallbackCode };
  // By name: the error may come from another copy of the package that defines it.
  const isDecodeError = propertyOf(error, "name") === "DecodeError";
  return { display, code: isDecodeError ? ErrorCode.DECODE_ERROR : fallbackCode, cause: error };
}
