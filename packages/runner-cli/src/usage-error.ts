/** The command was called wrongly: exit code 2. `help` says what to do instead. */
export class UsageError extends Error {
  override readonly name = "UsageError" as const;
  readonly help: string;

  constructor(message: string, help = "see `lutra-runner --help`") {
    super(message);
    this.help = help;
  }
}
