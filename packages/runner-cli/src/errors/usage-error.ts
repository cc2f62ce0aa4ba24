/** The command was called wrongly: exit code 2. `help` says what to do instead; undefined stands for how it is called. */
export class UsageError extends Error {
  override readonly name = "UsageError" as const;
  readonly help: string | undefined;

  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}
