import { ErrorCode, RunnerError } from "@lutra/runner-core";
import type { AdapterStatement, Argument, Chunk, DuckDbAdapter, QueryResult } from "./adapter.ts";
import { duckDbError } from "./duckdb-error.ts";
import { Turns } from "./turns.ts";

/** SQL that the database keeps ready between executions, from the first one on. */
export interface KeptStatement {
  readonly sql: string;
  /** Set and read in the connection's turns only. */
  prepared?: AdapterStatement | undefined;
}

/** Executes statements of a runner one at a time, in the order of the calls. */
export class Connection {
  private readonly adapter: DuckDbAdapter;
  private readonly fileSearchPath: string | undefined;
  private readonly kept: Set<KeptStatement> = new Set();
  private readonly running: Set<AbortController> = new Set();
  private readonly turns: Turns = new Turns();
  private isSetUp = false;
  private closing: Promise<void> | undefined;

  constructor(adapter: DuckDbAdapter, fileSearchPath: string | undefined) {
    this.adapter = adapter;
    this.fileSearchPath = fileSearchPath;
  }

  /** @throws RunnerError `CONNECTION_CLOSED` once `close` was called */
  throwIfClosed(): void {
    if (this.closing !== undefined) throw closed();
  }

  /**
   * Executes a statement in its turn, and reads its result while the vectors are valid.
   *
   * @throws RunnerError `EXECUTION_ERROR` of the database, `CONNECTION_CLOSED`, and whatever `read` throws
   * @throws the reason of the signal, at once; the turn ends when the database is free
   */
  async execute<T>(
    statement: KeptStatement,
    args: readonly Argument[],
    read: (chunks: readonly Chunk[]) => T,
    callerSignal?: AbortSignal,
  ): Promise<T> {
    this.throwIfClosed();
    const controller = new AbortController();
    const { signal } = controller;
    const onAbort = (): void => controller.abort(callerSignal?.reason);
    callerSignal?.addEventListener("abort", onAbort);
    this.running.add(controller);
    try {
      return await this.turns.take(() => this.executeNow(statement, args, read, signal), signal);
    } finally {
      this.running.delete(controller);
      callerSignal?.removeEventListener("abort", onAbort);
    }
  }

  /** Closes a statement when the executions that were asked for before are over. */
  release(statement: KeptStatement): Promise<void> {
    return this.turns.take(() => this.forget(statement), never());
  }

  /** Ends running and waiting executions, which reject with `CONNECTION_CLOSED`, then closes statements and adapter. */
  close(): Promise<void> {
    this.closing ??= this.closeNow();
    return this.closing;
  }

  private async closeNow(): Promise<void> {
    for (const controller of this.running) controller.abort(closed());
    await this.turns.take(async () => {
      for (const statement of this.kept) await this.forget(statement);
      await this.adapter.close?.();
    }, never());
  }

  private async executeNow<T>(
    statement: KeptStatement,
    args: readonly Argument[],
    read: (chunks: readonly Chunk[]) => T,
    signal: AbortSignal,
  ): Promise<T> {
    const { chunks, release } = await this.ask(statement, args, signal);
    try {
      // The driver may not have been able to end the statement, or the rows came after it.
      signal.throwIfAborted();
      return read(chunks);
    } finally {
      release();
    }
  }

  private async ask(
    statement: KeptStatement,
    args: readonly Argument[],
    signal: AbortSignal,
  ): Promise<QueryResult> {
    try {
      if (!this.isSetUp) await this.setUp(signal);
      const prepared = statement.prepared ?? (await this.prepare(statement, signal));
      return await prepared.execute(args, { signal });
    } catch (error) {
      // Whatever state it is in: the next execution prepares it anew.
      await this.forget(statement);
      signal.throwIfAborted();
      throw duckDbError(error);
    }
  }

  private async prepare(statement: KeptStatement, signal: AbortSignal): Promise<AdapterStatement> {
    const prepared = await this.adapter.prepare(statement.sql, { signal });
    statement.prepared = prepared;
    this.kept.add(statement);
    signal.throwIfAborted();
    return prepared;
  }

  private async forget(statement: KeptStatement): Promise<void> {
    const { prepared } = statement;
    statement.prepared = undefined;
    this.kept.delete(statement);
    try {
      await prepared?.close();
    } catch {
      // It is not used any more, closed or not; an error here would hide the one that matters.
    }
  }

  private async setUp(signal: AbortSignal): Promise<void> {
    if (this.fileSearchPath !== undefined) {
      const path = this.fileSearchPath.replaceAll("'", "''");
      const statement = await this.adapter.prepare(`SET file_search_path = '${path}'`, { signal });
      try {
        (await statement.execute([], { signal })).release();
      } finally {
        await statement.close();
      }
    }
    this.isSetUp = true;
  }
}

function closed(): RunnerError {
  return new RunnerError("the runner was shut down", { code: ErrorCode.CONNECTION_CLOSED });
}

function never(): AbortSignal {
  return new AbortController().signal;
}
