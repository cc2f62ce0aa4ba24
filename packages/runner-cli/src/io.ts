/** Everything of the outside world that the command touches; tests pass their own. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Output;
  readonly stderr: Output;
  /**
   * Aborts, with an `Interrupted`, when the command is to end early. Whoever has asked for it must react: until somebody
   * has, an interruption ends the process at once.
   */
  readonly interrupted: AbortSignal;
}

/** A stream that text and bytes are written to. */
export interface Output {
  /** Whether a person reads it. */
  readonly isTerminal: boolean;
  /** The file descriptor behind it, if there is one. */
  readonly fd?: number;
  /** How many characters a line of the terminal has, if it is known. */
  readonly columns?: number | undefined;
  /** Resolves when more may be written. */
  write(chunk: string | Uint8Array): Promise<void>;
}
