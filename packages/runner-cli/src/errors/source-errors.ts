/** Sources that the compiler refused: exit code 1. */
export class SourceErrors extends Error {
  override readonly name = "SourceErrors" as const;
  /** The faults as a terminal shows them, with the lines of the sources; empty if they were written already. */
  readonly text: string;

  constructor(text: string, options?: ErrorOptions) {
    super("the sources have faults", options);
    this.text = text;
  }
}
