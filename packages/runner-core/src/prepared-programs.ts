import { ErrorCode, RunnerError } from "./error.ts";

declare const isHandle: unique symbol;

/** Handle of a program that a runner holds. Opaque: it belongs to the runner that made it. */
export interface PreparedProgram {
  readonly [isHandle]: true;
  /** Memory that the program takes until it is released, in bytes, if the runner says it. Servers can bound the sum. */
  readonly memoryBytes?: number;
}

/**
 * Table of the programs that a runner has prepared, for authors of runners: by a handle, until it is released or the
 * runner is shut down.
 *
 * @example
 * ```ts
 * class EchoRunner extends Runner<PreparedProgram> {
 *   readonly #programs = new PreparedPrograms<Program>();
 *
 *   override async prepare(program: Program): Promise<PreparedProgram> {
 *     return this.#programs.add(program);
 *   }
 *   override async execute(prepared: PreparedProgram, input: Uint8Array): Promise<Uint8Array> {
 *     const _program = this.#programs.get(prepared);
 *     return input.slice();
 *   }
 *   override async release(prepared: PreparedProgram): Promise<void> {
 *     this.#programs.delete(prepared);
 *   }
 *   override async shutdown(): Promise<void> {
 *     this.#programs.clear();
 *   }
 * }
 * ```
 */
export class PreparedPrograms<Value> {
  readonly #values = new Map<PreparedProgram, Value>();
  #isClosed = false;

  /**
   * Keeps what a runner has made of a program.
   *
   * @param memoryBytes memory that it takes, in bytes, for the handle; servers estimate it by the program's size
   * otherwise
   * @returns a new handle
   * @throws RunnerError `CONNECTION_CLOSED` after {@link PreparedPrograms.clear}
   */
  add(value: Value, memoryBytes?: number): PreparedProgram {
    this.assertOpen();
    const handle = Object.freeze(
      memoryBytes === undefined ? {} : { memoryBytes },
    ) as PreparedProgram;
    this.#values.set(handle, value);
    return handle;
  }

  /**
   * Returns the value that was added under a handle.
   *
   * @throws RunnerError `CONNECTION_CLOSED` after {@link PreparedPrograms.clear}
   * @throws RunnerError `PROGRAM_NOT_FOUND` for a handle that was deleted, or that another table made
   */
  get(handle: PreparedProgram): Value {
    this.assertOpen();
    if (this.#values.has(handle)) return this.#values.get(handle) as Value;
    throw new RunnerError("this program is not prepared by this runner, or was released", {
      code: ErrorCode.PROGRAM_NOT_FOUND,
    });
  }

  /**
   * Removes a handle from the table.
   *
   * @returns what was added under it; undefined for a handle that is not in the table
   */
  delete(handle: PreparedProgram): Value | undefined {
    const value = this.#values.get(handle);
    this.#values.delete(handle);
    return value;
  }

  /**
   * Removes all handles and closes the table, for `shutdown`.
   *
   * @returns what was added and not deleted
   */
  clear(): readonly Value[] {
    const values = [...this.#values.values()];
    this.#values.clear();
    this.#isClosed = true;
    return values;
  }

  /** @throws RunnerError `CONNECTION_CLOSED` after {@link PreparedPrograms.clear} */
  assertOpen(): void {
    if (!this.#isClosed) return;
    throw new RunnerError("the runner was shut down", { code: ErrorCode.CONNECTION_CLOSED });
  }
}
