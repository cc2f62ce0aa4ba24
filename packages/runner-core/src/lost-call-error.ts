import { RunnerError, type RunnerErrorOptions } from "./error.ts";

/** Fields of a {@link LostCallError}. */
export interface LostCallErrorOptions extends RunnerErrorOptions {
  readonly mayHaveRun: boolean;
  /** @default 0 */
  readonly retryAfterMs?: number | undefined;
}

/**
 * Error of a call that no runner answered: its connection was refused or lost, the server had too much to do, or
 * something in between answered with an error of its own.
 *
 * @example
 * try {
 *   await runner.execute(await runner.prepare(program), input);
 * } catch (error) {
 *   if (error instanceof LostCallError && error.mayHaveRun) console.error("look before you try again");
 * }
 */
export class LostCallError extends RunnerError {
  /** False only if the program was certainly not executed, not even in part. */
  readonly mayHaveRun: boolean;
  /** Time that the server asks to wait before the call is repeated, in milliseconds; 0 if it does not say. */
  readonly retryAfterMs: number;

  constructor(message: string, options: LostCallErrorOptions) {
    super(message, options);
    this.mayHaveRun = options.mayHaveRun;
    this.retryAfterMs = options.retryAfterMs ?? 0;
  }
}
