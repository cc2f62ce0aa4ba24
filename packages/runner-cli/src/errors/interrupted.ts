/** Reason that work ends for when the user presses Ctrl-C or the system asks the process to end. */
export class Interrupted extends Error {
  override readonly name = "Interrupted" as const;
  /** Exit code that shells expect of a process that a signal ended. */
  readonly exitCode: 130 | 143;
  readonly signal: "SIGINT" | "SIGTERM";

  constructor(signal: "SIGINT" | "SIGTERM") {
    super(signal === "SIGINT" ? "interrupted" : "asked to end");
    this.signal = signal;
    this.exitCode = signal === "SIGINT" ? 130 : 143;
  }
}
