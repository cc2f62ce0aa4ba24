import { ErrorCode, RunnerError } from "../error.ts";
import { checkedLimit } from "./limits.ts";

/** Options of a {@link ProgramBudget}. */
export interface ProgramBudgetOptions {
  /** Name of the option that sets the limit, for errors. @default "maxTotalProgramBytes" */
  readonly option?: string | undefined;
  /** Owner of the programs, for errors. @default "the server" */
  readonly owner?: string | undefined;
}

/**
 * Bound on the memory of prepared programs: those of one connection, or those of all connections of a server, which then
 * share one budget.
 *
 * @example
 * ```ts
 * import { ProgramBudget, Session } from "@lutra/runner-core/transport";
 *
 * const programBudget = new ProgramBudget(2 ** 30);
 * const sessions = [new Session(runner, { programBudget }), new Session(runner, { programBudget })];
 * ```
 */
export class ProgramBudget {
  readonly #maxBytes: number;
  readonly #option: string;
  readonly #owner: string;
  #bytes = 0;

  /** @throws RangeError if `maxBytes` is not a whole number from 1 */
  constructor(maxBytes: number, options: ProgramBudgetOptions = {}) {
    const { option = "maxTotalProgramBytes", owner = "the server" } = options;
    this.#maxBytes = checkedLimit(option, maxBytes);
    this.#option = option;
    this.#owner = owner;
  }

  /** Memory of the programs that count at present, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Counts a program.
   *
   * @throws RunnerError `LIMIT_EXCEEDED` if it does not fit; then it does not count
   */
  add(memoryBytes: number): void {
    const bytes = this.#bytes + memoryBytes;
    if (bytes > this.#maxBytes) {
      const message = `the programs of ${this.#owner} would take ${bytes} bytes of memory, more than the ${this.#maxBytes} that ${this.#option} allows: release some first`;
      throw new RunnerError(message, { code: ErrorCode.LIMIT_EXCEEDED });
    }
    this.#bytes = bytes;
  }

  /** Counts a program no more. */
  remove(memoryBytes: number): void {
    this.#bytes -= memoryBytes;
  }
}
