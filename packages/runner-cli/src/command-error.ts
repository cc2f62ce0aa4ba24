/** Something outside the command failed, such as a file: exit code 1. `help` says what to do about it. */
export class CommandError extends Error {
  override readonly name = "CommandError" as const;
  readonly help: string | undefined;

  constructor(message: string, options: { help?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.help = options.help;
  }
}
