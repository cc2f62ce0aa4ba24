import { ErrorCode, RunnerError } from "@lutra/runner-core";
import type { AdapterStatement, Argument, Chunk, DuckDbAdapter, QueryResult } from "./adapter.ts";
import { duckDbError } from "./duckdb-error.ts";
import { TaskQueue, type TaskState } from "./task-queue.ts";

/** SQL that the database keeps ready between executions, from the first one on. */
export interface KeptStatement {
  readonly sql: string;
  /** `true` if callers did not write the SQL: errors must not show them the paths in it. */
  readonly isInternal?: boolean;
  /** Set and read in the connection's tasks only. */
  prepared?: AdapterStatement | undefined;
}

/** Executes statements of a runner one at a time, in the order of the calls. */
export class Connection {
  readonly #adapter: DuckDbAdapter;
  readonly #fileSearchPath: string | undefined;
  readonly #kept: Set<KeptStatement> = new Set();
  readonly #tasks: TaskQueue;
  #isSetUp = false;
  #closing: Promise<void> | undefined;

  constructor(adapter: DuckDbAdapter, fileSearchPath: string | undefined) {
    this.#adapter = adapter;
    this.#fileSearchPath = fileSearchPath;
    this.#tasks = new TaskQueue(adapter.interrupt?.bind(adapter));
  }

  /** @throws RunnerError `CONNECTION_CLOSED` once `close` was called */
  throwIfClosed(): void {
    if (this.#closing !== undefined) throw closed();
  }

  /**
   * Executes a statement when those before it are over, and reads its result while the vectors are valid.
   *
   * @param argumentsOf called when it is the statement's turn, so that calls that wait hold no arguments
   * @throws RunnerError `EXECUTION_ERROR` of the database, `CONNECTION_CLOSED`, and whatever `argumentsOf` and `read`
   *   throw
   * @throws the reason of the signal, at once; the next statement waits until the database is free
   */
  async execute<T>(
    statement: KeptStatement,
    argumentsOf: () => readonly Argument[],
    read: (chunks: readonly Chunk[]) => T,
    signal?: AbortSignal,
  ): Promise<T> {
    this.throwIfClosed();
    return this.#tasks.run(async (state) => {
      const { chunks, release } = await this.#ask(statement, argumentsOf(), state);
      try {
        // The driver may not have been able to end the statement, or the rows came after it.
        if (state.isAborted) throw aborted();
        return read(chunks);
      } finally {
        release();
      }
    }, signal);
  }

  /** Closes a statement when the executions that were asked for before are over. */
  release(statement: KeptStatement): void {
    // Only the end of the connection comes before, which closes the statement itself.
    this.#tasks.run(() => this.#forget(statement)).catch(() => {});
  }

  /**
   * Ends executions, then closes statements and adapter. Those that wait, and one that can be interrupted, reject with
   * `CONNECTION_CLOSED`; one that cannot be settles as it would.
   */
  close(): Promise<void> {
    this.#closing ??= this.#closeNow();
    return this.#closing;
  }

  async #closeNow(): Promise<void> {
    this.#tasks.abortAll(closed());
    await this.#tasks.run(async () => {
      for (const statement of this.#kept) await this.#forget(statement);
      await this.#adapter.close?.();
    });
  }

  async #ask(
    statement: KeptStatement,
    args: readonly Argument[],
    state: TaskState,
  ): Promise<QueryResult> {
    try {
      if (!this.#isSetUp) await this.#setUp();
      const prepared = statement.prepared ?? (await this.#prepare(statement));
      if (state.isAborted) throw aborted();
      return await prepared.execute(args);
    } catch (error) {
      // Whatever state it is in: the next execution prepares it anew.
      await this.#forget(statement);
      throw duckDbError(error, textOf(statement, args));
    }
  }

  async #prepare(statement: KeptStatement): Promise<AdapterStatement> {
    const prepared = await this.#adapter.prepare(statement.sql);
    statement.prepared = prepared;
    this.#kept.add(statement);
    return prepared;
  }

  async #forget(statement: KeptStatement): Promise<void> {
    const { prepared } = statement;
    statement.prepared = undefined;
    this.#kept.delete(statement);
    try {
      await prepared?.close();
    } catch {
      // It is not used any more, closed or not; an error here would hide the one that matters.
    }
  }

  async #setUp(): Promise<void> {
    if (this.#fileSearchPath !== undefined) {
      const path = this.#fileSearchPath.replaceAll("'", "''");
      const statement = await this.#adapter.prepare(`SET file_search_path = '${path}'`);
      try {
        (await statement.execute([])).release();
      } finally {
        await statement.close();
      }
    }
    this.#isSetUp = true;
  }
}

/** Returns the part of a statement that callers wrote. */
function textOf({ sql, isInternal = false }: KeptStatement, args: readonly Argument[]): string {
  const texts = args.map((argument) => (argument?.type === "VARCHAR" ? argument.value : ""));
  return [isInternal ? "" : sql, ...texts].join("\n");
}

function closed(): RunnerError {
  return new RunnerError("the runner was shut down", { code: ErrorCode.CONNECTION_CLOSED });
}

/** Ends the work for a call that has rejected already; no caller sees this error. */
function aborted(): Error {
  return new Error("aborted");
}
