import { ErrorCode, isRunnerError } from "../error.ts";
import type { Program } from "../program.ts";
import type { Run } from "../run.ts";

/** A runner at the other end of a connection, as `connect` of `@lutra/runner-binary/node` returns. */
export interface Connection<Prepared = unknown> extends Run<Prepared> {
  /**
   * Resolves when the connection has ended. Without it, every `CONNECTION_CLOSED` is taken for the end, also that of a
   * runner which has lost its database.
   */
  readonly closed?: Promise<unknown>;
}

/** A connection, until it is lost, and the programs that are prepared on it. */
export class OpenConnection {
  readonly run: Run;
  readonly #closed: Promise<unknown> | undefined;
  readonly #prepared = new Map<object, Promise<unknown>>();
  #isLost = false;
  /** The server takes no more requests, and goes on with those that it has. */
  #isEnding = false;
  #calls = 0;
  #onIdle = (): void => {};

  constructor(run: Connection) {
    this.run = run;
    this.#closed = run.closed;
    void this.#closed?.then(() => (this.#isLost = true));
  }

  /** The connection has ended, or is about to: it is of no more use for further calls. */
  get isLost(): boolean {
    return this.#isLost || this.#isEnding;
  }

  /** Makes a call, for which a connection that is about to end is kept. */
  async call<T>(work: () => Promise<T>): Promise<T> {
    this.#calls++;
    try {
      return await work();
    } finally {
      if (--this.#calls === 0) this.#onIdle();
    }
  }

  /** Shuts the connection down: if it is about to end, once its calls have settled. */
  async leave(): Promise<void> {
    if (this.#isEnding && this.#calls > 0) {
      await new Promise<void>((resolve) => (this.#onIdle = resolve));
    }
    await this.run.shutdown();
  }

  /** Finds out if a call failed because the connection has ended, or is about to. */
  async isLostBy(error: unknown): Promise<boolean> {
    this.#isEnding ||= isEnding(error);
    if (isEnding(error)) return true;
    // Clients reject calls before they say that the connection has ended, in the same turn.
    if (this.#closed !== undefined) await Promise.race([this.#closed, nextTurn()]);
    else this.#isLost ||= isRunnerError(error) && error.code === ErrorCode.CONNECTION_CLOSED;
    return this.#isLost;
  }

  /**
   * Prepares a program once for all callers, so no caller's signal ends that.
   *
   * @param key names the program
   */
  prepare(key: object, program: Program): Promise<unknown> {
    let prepared = this.#prepared.get(key);
    if (prepared === undefined) {
      prepared = this.run.prepare(program);
      this.#prepared.set(key, prepared);
      // The next call tries again.
      prepared.catch(() => this.#prepared.delete(key));
    }
    return prepared;
  }

  /** Releases a program, if it is prepared here. */
  async release(key: object): Promise<void> {
    const prepared = this.#prepared.get(key);
    this.#prepared.delete(key);
    if (prepared !== undefined) await this.run.release(await prepared);
  }
}

/** Says if a server did not start a request because it is about to end. */
export function isEnding(error: unknown): boolean {
  return isRunnerError(error) && error.code === ErrorCode.SERVER_ENDING;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
