import type { ErrorCode } from "@lutra/runner-core";

/** Status of an error by its code; codes that runners define for themselves get 422. */
const statuses: Readonly<Partial<Record<keyof typeof ErrorCode, number>>> = {
  DECODE_ERROR: 400,
  FRAME_TOO_LARGE: 413,
  PREPARE_ERROR: 422,
  EXECUTION_ERROR: 422,
  LIMIT_EXCEEDED: 422,
  CONNECTION_CLOSED: 503,
  SERVER_ENDING: 503,
  TIMEOUT: 504,
};

/**
 * Returns the status that goes with the error code of a runner. 404 is not among them: with `PROGRAM_NOT_FOUND` it says that
 * nothing was executed, which only the server itself knows.
 */
export function statusOf(code: string): number {
  return Object.hasOwn(statuses, code) ? statuses[code as keyof typeof statuses]! : 422;
}
