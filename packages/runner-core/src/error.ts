/**
 * Error codes. The first four travel on the wire and are the interface's own; the others are set by our side of a
 * connection.
 *
 * @see docs/protocol.md, "Bodies"
 */
export const ErrorCode = {
  /** A message, an input or a program could not be decoded. */
  DECODE_ERROR: "DECODE_ERROR",
  /** A program id or handle is unknown or was released. */
  PROGRAM_NOT_FOUND: "PROGRAM_NOT_FOUND",
  /** The program failed while it ran. */
  EXECUTION_ERROR: "EXECUTION_ERROR",
  /** The program was refused, for example because the runner cannot execute its kind. */
  PREPARE_ERROR: "PREPARE_ERROR",
  /** The other side went away, or the runner was shut down; pending calls end with this code. */
  CONNECTION_CLOSED: "CONNECTION_CLOSED",
  /** The server is about to end, and did not start this request; another connection may reach another server. */
  SERVER_ENDING: "SERVER_ENDING",
  /** The peer sent something the protocol does not allow. */
  PROTOCOL_ERROR: "PROTOCOL_ERROR",
  /** A message is larger than its transport allows; the error names the option, such as `maxFrameBytes`. */
  FRAME_TOO_LARGE: "FRAME_TOO_LARGE",
  /** A limit of the runner or the server was reached; the message names the option. */
  LIMIT_EXCEEDED: "LIMIT_EXCEEDED",
  /** A call took longer than its `timeoutMs`. */
  TIMEOUT: "TIMEOUT",
  /** The server does not let this caller, page or program in. */
  ACCESS_DENIED: "ACCESS_DENIED",
  /** This platform cannot do what was asked; the message says what to use instead. */
  UNSUPPORTED: "UNSUPPORTED",
} as const;

/** A code of {@link ErrorCode}; other strings come from runners that define their own. */
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode] | (string & {});

/** Fields that a {@link RunnerError} carries besides its message. */
export interface RunnerErrorOptions {
  readonly code?: ErrorCode | undefined;
  readonly cause?: unknown;
}

/**
 * The one error that runners and transports throw. `message` is meant for users: the wire calls it `display`.
 *
 * @example
 * const error = new RunnerError("division by zero", { code: ErrorCode.EXECUTION_ERROR });
 * console.log(error.code, error.message); // EXECUTION_ERROR division by zero
 */
export class RunnerError extends Error {
  override readonly name = "RunnerError" as const;
  /** Reason for the error, for programs to read; absent where a foreign runner gave none. */
  readonly code: ErrorCode | undefined;

  constructor(message: string, options: RunnerErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
  }
}

/**
 * Checks if a caught value is a {@link RunnerError}, also one from another copy of this package. Never throws.
 *
 * @example
 * try {
 *   await runner.prepare(program);
 * } catch (error) {
 *   if (!isRunnerError(error)) throw error;
 *   console.error(`${error.code}: ${error.message}`);
 * }
 */
export function isRunnerError(error: unknown): error is RunnerError {
  try {
    return error instanceof Error && error.name === "RunnerError" && "code" in error;
  } catch {
    // A proxy, or a getter that throws.
    return false;
  }
}
