/**
 * Something outside the command failed, such as a file: exit code 1. `help` says what to do about it, `code` is the error
 * code of what failed, if it has one.
 */
export class CommandError extends Error {
  override readonly name = "CommandError" as const;
  readonly code: string | undefined;
  readonly help: string | undefined;

  constructor(message: string, options: { code?: string; help?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.help = options.help;
  }
}
