import { ErrorCode } from "@lutra/runner-core";

/** Status of an error by its code; codes that runners define for themselves get 422. */
const statuses: Readonly<Record<string, number>> = {
  [ErrorCode.DECODE_ERROR]: 400,
  [ErrorCode.FRAME_TOO_LARGE]: 413,
  [ErrorCode.PREPARE_ERROR]: 422,
  [ErrorCode.EXECUTION_ERROR]: 422,
  [ErrorCode.LIMIT_EXCEEDED]: 422,
  [ErrorCode.CONNECTION_CLOSED]: 503,
  [ErrorCode.SERVER_ENDING]: 503,
  [ErrorCode.TIMEOUT]: 504,
};

/**
 * Returns the status that goes with the error code of a runner. 404 is not among them: with `PROGRAM_NOT_FOUND` it says that
 * nothing was executed, which only the server itself knows.
 */
export function statusOf(code: string): number {
  return Object.hasOwn(statuses, code) ? (statuses[code] as number) : 422;
}
