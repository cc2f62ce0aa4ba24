import { codecFor, type Ty } from "@lutra/bin";
import {
  type CallOptions,
  type PreparedProgram,
  PreparedPrograms,
  type Program,
  Runner,
} from "@lutra/runner-core";
import { Declarations } from "@lutra/runner-core/source";
import { interfaceSource } from "@lutra/runner-sql";
import type { Argument, DuckDbAdapter } from "./adapter.ts";
import { Connection, type KeptStatement } from "./connection.ts";
import { readCatalog } from "./interface/catalog.ts";
import { fileSource } from "./interface/file-source.ts";
import type { ReadRows } from "./interface/read-rows.ts";
import { listOf } from "./interface/row-type.ts";
import { programTypes } from "./program-types.ts";
import { rowsEncoder } from "./output/rows.ts";
import { type Statement, statementOf } from "./statement.ts";

/** Options of a {@link DuckDbRunner}. */
export interface DuckDbRunnerOptions {
  /**
   * Folder that programs' relative paths of files count from. The runner sets `file_search_path` before its first
   * statement; what paths can reach is the database's business. duckdb-wasm finds files by the names that they were
   * registered with, whatever the folder is.
   */
  readonly fileSearchPath?: string;
  /**
   * Rewrites the SQL of programs on tables so that DuckDB sorts less and computes less. Results are the same; rows of
   * tables, which have no order, may come in another one. @default true
   */
  readonly optimize?: boolean;
}

/** A program that is prepared. */
interface ReadyProgram {
  readonly statement: Statement;
  /** Absent for the program without SQL. */
  readonly kept: KeptStatement | undefined;
}

/**
 * Executes `sqlDuckDb` programs on a DuckDB database.
 *
 * Statements run one at a time, in the order of the calls, each in a transaction of its own unless the owner of the
 * connection began one on it. Programs cannot: they are refused if they may change the session, which all calls share.
 * An aborted call rejects at once: its statement is interrupted if it runs, and never runs if it waits for its turn.
 * The database keeps the statement of a program ready from its first execution until the program is released.
 *
 * @example
 * ```ts
 * import { DuckDBInstance } from "@duckdb/node-api";
 * import { createDuckDbNodeAdapter } from "@lutra/runner-duckdb/node";
 *
 * const database = await DuckDBInstance.create(":memory:");
 * await using runner = new DuckDbRunner(createDuckDbNodeAdapter(await database.connect()));
 * await runner.getExternals(); // ["repr:sql-duckdb", "std::sql", "std::fs"]
 * ```
 */
export class DuckDbRunner extends Runner<PreparedProgram> {
  readonly #connection: Connection;
  readonly #fileSearchPath: string | undefined;
  readonly #optimize: boolean;
  readonly #programs: PreparedPrograms<ReadyProgram> = new PreparedPrograms();

  /**
   * The connection stays the adapter's.
   *
   * @throws RangeError for a `fileSearchPath` with a comma, which DuckDB takes for the end of a path
   */
  constructor(
    adapter: DuckDbAdapter,
    { fileSearchPath, optimize = true }: DuckDbRunnerOptions = {},
  ) {
    super();
    if (fileSearchPath?.includes(",")) {
      throw new RangeError(
        `DuckDB splits fileSearchPath at commas; use a folder without one, not ${fileSearchPath}`,
      );
    }
    this.#connection = new Connection(adapter, fileSearchPath);
    this.#fileSearchPath = fileSearchPath;
    this.#optimize = optimize;
  }

  /**
   * Decodes, checks and compiles a program. DuckDB sees its SQL at the first execution.
   *
   * @throws RunnerError `PREPARE_ERROR`: another kind of program, malformed bytes, a type that no column of a
   *   database can hold, a statement that may change the session (`BEGIN`, `SET`, `CREATE TEMP TABLE`, ...); `CONNECTION_CLOSED`
   *   after shutdown
   */
  override async prepare(program: Program, options: CallOptions = {}): Promise<PreparedProgram> {
    options.signal?.throwIfAborted();
    this.#programs.assertOpen();
    const statement = statementOf(program, this.#optimize);
    const { sql } = statement;
    return this.#programs.add({ statement, kept: sql === undefined ? undefined : { sql } });
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
    prepared: PreparedProgram,
    input: Uint8Array,
    { signal }: CallOptions = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    signal?.throwIfAborted();
    const { statement, kept } = this.#programs.get(prepared);
    const argumentsOf = (): readonly Argument[] => statement.argumentsOf(input);
    if (kept === undefined) {
      argumentsOf();
      return statement.outputOf([]);
    }
    return this.#connection.execute(kept, argumentsOf, statement.outputOf, signal);
  }

  /** Forgets a program. Executions that were asked for before go on; the database frees the statement after them. */
  override async release(prepared: PreparedProgram): Promise<void> {
    const kept = this.#programs.delete(prepared)?.kept;
    if (kept !== undefined) this.#connection.release(kept);
  }

  /** Returns `repr:sql-duckdb`, `std::sql` and `std::fs`. */
  override async getExternals(): Promise<readonly string[]> {
    this.#programs.assertOpen();
    return ["repr:sql-duckdb", "std::sql", "std::fs"];
  }

  /**
   * Returns Lutra source for the tables of the current database, and for the Parquet files below `fileSearchPath`.
   *
   * @throws RunnerError `EXECUTION_ERROR`: an error of DuckDB; `CONNECTION_CLOSED` after shutdown
   */
  override async getInterface(): Promise<string> {
    const read: ReadRows = async <Row>(sql: string, row: Ty) => {
      const ty = listOf(row);
      const statement: KeptStatement = { sql, isInternal: true };
      const encodeRows = rowsEncoder(programTypes([]), ty);
      try {
        const bytes = await this.#connection.execute(statement, () => [], encodeRows);
        return codecFor(ty, []).decode(bytes) as readonly Row[];
      } finally {
        this.#connection.release(statement);
      }
    };
    const fileSearchPath = this.#fileSearchPath;
    const top = new Declarations();
    const tables = interfaceSource(await readCatalog(read), "main", top);
    return fileSearchPath === undefined
      ? tables
      : tables + (await fileSource(read, fileSearchPath, top));
  }

  /**
   * Ends waiting calls, and the running one if the driver can interrupt it: they reject with `CONNECTION_CLOSED`. In
   * duckdb-wasm the running call settles as it would. Then closes the connection if it is the adapter's to close.
   */
  override shutdown(): Promise<void> {
    this.#programs.clear();
    return this.#connection.close();
  }
}
