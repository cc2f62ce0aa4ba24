/** Everything of the outside world that the command touches; tests pass their own. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Aborts, with an `Interrupted`, when the command is to end early. */
  readonly interrupted: AbortSignal;
}

/** A stream that text and bytes are written to. */
export interface Output {
  /** Whether a person reads it. */
  readonly isTerminal: boolean;
  /** Resolves when more may be written. */
  write(chunk: string | Uint8Array): Promise<void>;
}
