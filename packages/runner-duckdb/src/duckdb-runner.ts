import { codecFor, type Ty } from "@lutra/bin";
import { type CallOptions, ErrorCode, type Program, Runner, RunnerError } from "@lutra/runner-core";
import type { Argument, Chunk, DuckDbAdapter, QueryResult } from "./adapter.ts";
import { duckDbError } from "./duckdb-error.ts";
import { type ReadRows, readCatalog } from "./interface/catalog.ts";
import { fileSource } from "./interface/file-source.ts";
import { listOf } from "./interface/row-type.ts";
import { tableSource } from "./interface/table-source.ts";
import { programTypes } from "./program-types.ts";
import { rowsEncoder } from "./rows.ts";
import { type Statement, statementOf } from "./statement.ts";
import { Turns } from "./turns.ts";

/** Options of a {@link DuckDbRunner}. */
export interface DuckDbOptions {
  /**
   * Folder that programs' relative paths of files count from. The runner sets `file_search_path` before its first
   * statement; what paths can reach is the database's business.
   */
  readonly fileSearchPath?: string;
}

/** Handle of a prepared program. Opaque; use it with the runner that made it. */
export interface PreparedStatement {
  /** Never there: keeps other objects from passing as handles. */
  readonly preparedBy?: DuckDbRunner;
}

/**
 * Executes `sqlDuckDb` programs on a DuckDB database.
 *
 * Statements run one at a time, in the order of the calls, each in a transaction of its own unless the connection is in
 * one. On abort a running statement is interrupted, and one that waits for its turn never runs.
 *
 * @example
 * ```ts
 * import { DuckDBInstance } from "@duckdb/node-api";
 * import { createNodeAdapter } from "@lutra/runner-duckdb/node";
 *
 * const database = await DuckDBInstance.create(":memory:");
 * await using runner = new DuckDbRunner(createNodeAdapter(await database.connect()));
 * await runner.getExternals(); // ["repr:sql-duckdb", "std::sql", "std::fs"]
 * ```
 */
export class DuckDbRunner extends Runner<PreparedStatement> {
  private readonly adapter: DuckDbAdapter;
  private readonly fileSearchPath: string | undefined;
  private readonly statements: Map<PreparedStatement, Statement> = new Map();
  private readonly running: Set<AbortController> = new Set();
  private readonly turns: Turns = new Turns();
  private isSetUp = false;
  private closing: Promise<void> | undefined;

  /**
   * The connection stays the adapter's.
   *
   * @throws RangeError for a `fileSearchPath` with a comma, which DuckDB takes for the end of a path
   */
  constructor(adapter: DuckDbAdapter, { fileSearchPath }: DuckDbOptions = {}) {
    super();
    if (fileSearchPath?.includes(",")) {
      throw new RangeError(
        `DuckDB splits fileSearchPath at commas; use a folder without one, not ${fileSearchPath}`,
      );
    }
    this.adapter = adapter;
    this.fileSearchPath = fileSearchPath;
  }

  /**
   * Decodes, checks and compiles a program. DuckDB sees its SQL at the first execution.
   *
   * @throws RunnerError `PREPARE_ERROR`: another kind of program, malformed bytes, a type that has no form in a
   *   database; `CONNECTION_CLOSED` after shutdown
   */
  override async prepare(program: Program, options: CallOptions = {}): Promise<PreparedStatement> {
    options.signal?.throwIfAborted();
    if (this.closing !== undefined) throw closed();
    const handle: PreparedStatement = Object.freeze({});
    this.statements.set(handle, statementOf(program));
    return handle;
  }

  /**
   * Executes a program's statement.
   *
   * @throws RunnerError `DECODE_ERROR` for an input that does not decode; `cause` says where
   * @throws RunnerError `EXECUTION_ERROR`: an error of DuckDB (`duckdb: Binder Error: ...`), an input it cannot take, a
   *   result that is no output of the program
   * @throws RunnerError `CONNECTION_CLOSED`: the runner was shut down, perhaps during the call
   * @throws RunnerError `PROGRAM_NOT_FOUND`
   */
  override async execute(
    prepared: PreparedStatement,
    input: Uint8Array,
    { signal }: CallOptions = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    signal?.throwIfAborted();
    const statement = this.statements.get(prepared);
    if (statement === undefined) {
      if (this.closing !== undefined) throw closed();
      throw new RunnerError("this program is not prepared by this runner, or was released", {
        code: ErrorCode.PROGRAM_NOT_FOUND,
      });
    }
    const args = statement.argumentsOf(input);
    if (statement.sql === undefined) return statement.outputOf([]);
    return this.query(statement.sql, args, statement.outputOf, signal);
  }

  override async release(prepared: PreparedStatement): Promise<void> {
    this.statements.delete(prepared);
  }

  /** `repr:sql-duckdb`, `std::sql` and `std::fs`. */
  override async getExternals(): Promise<readonly string[]> {
    return ["repr:sql-duckdb", "std::sql", "std::fs"];
  }

  /**
   * Lutra source for the tables of the current database, and for the Parquet files below `fileSearchPath`.
   *
   * @throws RunnerError `EXECUTION_ERROR`: an error of DuckDB; `CONNECTION_CLOSED` after shutdown
   */
  override async getInterface(): Promise<string> {
    const read: ReadRows = async <Row>(sql: string, row: Ty) => {
      const ty = listOf(row);
      const bytes = await this.query(sql, [], rowsEncoder(programTypes([]), ty));
      return codecFor(ty, []).decode(bytes) as readonly Row[];
    };
    const tables = tableSource(await readCatalog(read));
    const { fileSearchPath } = this;
    return fileSearchPath === undefined
      ? tables
      : tables + (await fileSource(read, fileSearchPath));
  }

  /**
   * Ends running and waiting statements, which reject with `CONNECTION_CLOSED`, then closes the connection if it is the
   * adapter's to close.
   */
  override shutdown(): Promise<void> {
    this.closing ??= this.close();
    return this.closing;
  }

  private async close(): Promise<void> {
    this.statements.clear();
    for (const controller of this.running) controller.abort(closed());
    await this.turns.take(async () => this.adapter.close?.(), new AbortController().signal);
  }

  /** Executes a statement in its turn, and reads its result while the vectors are valid. */
  private async query<T>(
    sql: string,
    args: readonly Argument[],
    read: (chunks: readonly Chunk[]) => T,
    callerSignal?: AbortSignal,
  ): Promise<T> {
    if (this.closing !== undefined) throw closed();
    const controller = new AbortController();
    const { signal } = controller;
    const onAbort = (): void => controller.abort(callerSignal?.reason);
    callerSignal?.addEventListener("abort", onAbort);
    this.running.add(controller);
    try {
      return await this.turns.take(() => this.queryNow(sql, args, read, signal), signal);
    } finally {
      this.running.delete(controller);
      callerSignal?.removeEventListener("abort", onAbort);
    }
  }

  private async queryNow<T>(
    sql: string,
    args: readonly Argument[],
    read: (chunks: readonly Chunk[]) => T,
    signal: AbortSignal,
  ): Promise<T> {
    const { chunks, release } = await this.ask(sql, args, signal);
    try {
      // The driver may not have been able to end the statement, or the rows came after it.
      signal.throwIfAborted();
      return read(chunks);
    } finally {
      release();
    }
  }

  private async ask(
    sql: string,
    args: readonly Argument[],
    signal: AbortSignal,
  ): Promise<QueryResult> {
    try {
      await this.setUp(signal);
      return await this.adapter.query(sql, args, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw duckDbError(error);
    }
  }

  private async setUp(signal: AbortSignal): Promise<void> {
    if (this.isSetUp) return;
    if (this.fileSearchPath !== undefined) {
      const path = this.fileSearchPath.replaceAll("'", "''");
      const { release } = await this.adapter.query(`SET file_search_path = '${path}'`, [], {
        signal,
      });
      release();
    }
    this.isSetUp = true;
  }
}

function closed(): RunnerError {
  return new RunnerError("the runner was shut down", { code: ErrorCode.CONNECTION_CLOSED });
}
