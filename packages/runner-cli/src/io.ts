import type { Compiler } from "@lutra/compiler";

/** Everything of the outside world that the command touches; tests pass their own. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Output;
  readonly stderr: Output;
  /**
   * Aborts, with an `Interrupted`, when the command is to end early. A caller that has read it must react: until then, an
   * interruption ends the process at once.
   */
  readonly interrupted: AbortSignal;
  /** Starts the compiler of sources, which the command closes. @default in a thread of Node */
  readonly startCompiler?: () => Compiler;
}

/** A stream that text and bytes are written to. */
export interface Output {
  /** `true` if a person reads it. */
  readonly isTerminal: boolean;
  /** File descriptor, if there is one. */
  readonly fd?: number;
  /** Characters in a line of the terminal, if known. */
  readonly columns?: number | undefined;
  /**
   * Resolves when the chunk is written.
   *
   * @throws CommandError if standard output does not take it; standard error never throws
   */
  write(chunk: string | Uint8Array): Promise<void>;
}
