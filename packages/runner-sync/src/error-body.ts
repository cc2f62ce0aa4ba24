import { RunnerError } from "@lutra/runner-core";
import { causeFromPlain, type ErrorMessage, plainCause } from "@lutra/runner-core/transport";

/** Writes an error as the bytes of a reply. */
export function encodeError({ display, code, cause }: ErrorMessage): Uint8Array {
  const text = JSON.stringify({ display, code, cause: plainCause(cause) });
  return new TextEncoder().encode(text);
}

/**
 * Does the same as {@link encodeError}, for limited room: leaves the cause out, and the end of the text, if they do not
 * fit.
 */
export function encodeShortError(error: ErrorMessage, maxBytes: number): Uint8Array {
  const whole = encodeError(error);
  if (whole.length <= maxBytes) return whole;
  const { display, code } = error;
  // A character takes up to six bytes in JSON.
  return encodeError({ display: display.slice(0, Math.floor(maxBytes / 8)), code });
}

/** Makes the error that a call throws of the bytes of a reply. */
export function decodeError(bytes: Uint8Array): RunnerError {
  const { display, code, cause } = JSON.parse(new TextDecoder().decode(bytes)) as {
    readonly display: string;
    readonly code?: string;
    readonly cause?: unknown;
  };
  return new RunnerError(display, { code, cause: causeFromPlain(cause) });
}
