import { ErrorCode, isRunnerError, RunnerError } from "@lutra/runner-core";

/** SQLSTATEs that say the connection is gone, or the server is; 25P03 and 25P04 are limits of time that end it. */
const connectionStates = /^(?:08...|57P0[1-5]|25P0[34])$/;

/**
 * Turns the error of a driver into one of a runner: `postgres: 22012 division by zero`.
 *
 * @see docs/spec/postgres.md, "Errors of the database"
 */
export function postgresError(error: unknown): Error {
  if (isRunnerError(error)) return error;
  const message = error instanceof Error && error.message !== "" ? error.message : String(error);
  const state = sqlState(error);
  const advice = state === undefined ? adviceOn(message) : "";
  return new RunnerError(`postgres: ${state === undefined ? "" : `${state} `}${message}${advice}`, {
    code: isConnectionError(error) ? ErrorCode.CONNECTION_CLOSED : ErrorCode.EXECUTION_ERROR,
    cause: error,
  });
}

/** Maximum number of characters of a statement that an error shows. */
const maxFragment = 60;

/**
 * Adds to an error the part of a statement that the server complains about: the caller has not seen the statement.
 *
 * @param error what {@link postgresError} made
 * @returns the same error if the server named no place
 */
export function withFragment(error: RunnerError, sql: string): RunnerError {
  const { cause, code, message } = error;
  // Drivers have the position as a number or as text; it counts characters, from 1 on.
  const { position } = (cause ?? {}) as { position?: unknown };
  const at = Number(position);
  if (position === undefined || !Number.isInteger(at) || at < 1) return error;
  const rest = Array.from(sql).slice(at - 1, at + maxFragment);
  if (rest.length === 0) return error;
  const fragment = rest.length > maxFragment ? `${rest.slice(0, -1).join("")}...` : rest.join("");
  return new RunnerError(`${message}, in the optimized SQL at: ${fragment}`, { code, cause });
}

/** Advises on errors of TLS, where drivers do not say what to do. */
function adviceOn(message: string): string {
  if (/certificate|altnames/i.test(message)) {
    return "; give the driver the certificate of the server's authority (`ssl: { ca }`), and the name that the server's own is for";
  }
  if (/does not support SSL|before secure TLS connection/.test(message)) {
    return "; does the server have TLS? Without `ssl` nothing is encrypted";
  }
  return "";
}

/**
 * Checks if the server has no way to execute a statement: Citus, for one, does not plan all that PostgreSQL does. A
 * plan that is out of date has the same SQLSTATE.
 */
export function isUnsupported(error: unknown): boolean {
  if (!isRunnerError(error) || sqlState(error.cause) !== "0A000") return false;
  return (error.cause as { routine?: unknown }).routine !== "RevalidateCachedQuery";
}

/** Checks if a statement was not tried, because an earlier one has failed in its transaction. */
export function isInFailedTransaction(error: unknown): boolean {
  return isRunnerError(error) && sqlState(error.cause) === "25P02";
}

/** Tells whether an error means that the connection is broken, or was never made. */
export function isConnectionError(error: unknown): boolean {
  const state = sqlState(error);
  return state === undefined || connectionStates.test(state);
}

/** Returns the SQLSTATE of a driver's error; `undefined` if the server did not send it. */
function sqlState(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { code } = error as { code?: unknown };
  // Codes of operating systems are longer or shorter: ECONNRESET, EPIPE has no digit.
  return typeof code === "string" && /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : undefined;
}
