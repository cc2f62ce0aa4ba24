import {
  type CallOptions,
  ErrorCode,
  isRunnerError,
  type PreparedProgram,
  PreparedPrograms,
  type Program,
  Runner,
  RunnerError,
} from "@lutra/runner-core";
import { AskedFacts, interfaceSource } from "@lutra/runner-sql";
import type { PostgresAdapter, QueryOptions, TextRow } from "./adapter.ts";
import { catalogQuery, schemasOf } from "./interface/catalog.ts";
import { areForeign, functionQuery } from "./session/session-use.ts";
import { type Statement, statementOf } from "./statement.ts";
import {
  isInFailedTransaction,
  isUnsupported,
  postgresError,
  withFragment,
} from "./postgres-error.ts";
import { checkTable, tableQuery } from "./row-ids.ts";

/** Most controllers that are kept for later statements. */
const maxIdle = 64;

/** Options of a {@link PostgresRunner}. */
export interface PostgresRunnerOptions {
  /**
   * Rewrites the SQL of programs on tables so that the server can use indexes, sort less and compute less. Results are
   * the same; rows of tables, which have no order, may come in another one. @default true
   */
  readonly optimize?: boolean;
  /**
   * Runs every statement as one that may change its session, with some more round trips. For databases whose triggers,
   * defaults, views or rules change settings of the session, take locks of it or leave temporary tables: a statement does
   * not tell that it uses those. @default false
   */
  readonly isolateAll?: boolean;
}

/** A statement, and what the server said about it. */
interface CheckedStatement extends Statement {
  readonly isIsolated: boolean;
}

/**
 * Executes `sqlPostgres` programs on a PostgreSQL database.
 *
 * Every execution is one statement on the adapter's connection, in whatever transaction that is in. A session belongs
 * to one call: nothing that a program leaves behind meets the next one. The runner keeps nothing in the session
 * either, so it works with poolers and on any database that speaks PostgreSQL's protocol.
 *
 * @example
 * ```ts
 * import { Pool } from "pg";
 *
 * await using runner = new PostgresRunner(createPgAdapter(new Pool()));
 * await runner.getExternals(); // ["repr:sql-pg", "std::sql"]
 * ```
 */
export class PostgresRunner extends Runner<PreparedProgram> {
  readonly #adapter: PostgresAdapter;
  readonly #programs: PreparedPrograms<{ statement: CheckedStatement }> = new PreparedPrograms();
  /** Statements and what ends them: one signal for all would warn of its many listeners. */
  readonly #running: Map<AbortController, Promise<unknown>> = new Map();
  /** Of statements that have ended: making one takes longer than the rest of what the runner does for a short statement. */
  readonly #idle: AbortController[] = [];
  readonly #optimize: boolean;
  readonly #isolateAll: boolean;
  #closing: Promise<void> | undefined;

  /** The connection stays the adapter's. */
  constructor(adapter: PostgresAdapter, options: PostgresRunnerOptions = {}) {
    super();
    const { optimize = true, isolateAll = false } = options;
    this.#adapter = adapter;
    this.#optimize = optimize;
    this.#isolateAll = isolateAll;
  }

  /**
   * Decodes, checks and compiles a program. The server sees its SQL at the first execution. It is asked before that
   * only for an update or delete, what the table is; for functions that no program of the compiler calls, if they are
   * the server's own; and for tables that a program reads several times or looks many rows up in, if they are tables,
   * and if keys are unique.
   *
   * @throws RunnerError `PREPARE_ERROR`: another kind of program, malformed bytes, a type that no column of a
   *   database can hold, an update or delete of a table in which a `ctid` does not name one row, a command that acts on the
   *   session or on its transaction
   * @throws RunnerError `CONNECTION_CLOSED` after shutdown, or if the server cannot be asked
   */
  override async prepare(program: Program, options: CallOptions = {}): Promise<PreparedProgram> {
    const { signal } = options;
    signal?.throwIfAborted();
    this.#programs.assertOpen();
    const statement = await this.#checked(await this.#statementOf(program, { signal }), { signal });
    return this.#programs.add({ statement });
  }

  /**
   * Executes a program's statement.
   *
   * A server that cannot plan the optimized statement (`0A000`) gets the compiler's, with repairs only, from then on.
   *
   * On abort the adapter decides what happens to the statement; the call rejects with `signal.reason` when the adapter
   * is done with it.
   *
   * @throws RunnerError `DECODE_ERROR` for an input that does not decode; `cause` says where
   * @throws RunnerError `EXECUTION_ERROR`: an error of the server (`postgres: 22012 division by zero`), an input it cannot
   *   take, a result that is no output of the program
   * @throws RunnerError `CONNECTION_CLOSED`: the connection broke or was never made; the runner was shut down
   * @throws RunnerError `PROGRAM_NOT_FOUND`
   */
  override async execute(
    prepared: PreparedProgram,
    input: Uint8Array,
    options: CallOptions = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { signal } = options;
    signal?.throwIfAborted();
    const program = this.#programs.get(prepared);
    const { statement } = program;
    try {
      return await this.#run(statement, input, signal);
    } catch (error) {
      if (statement.plainer === undefined || !isUnsupported(error)) throw error;
      try {
        const plainer = await this.#checked(statement.plainer(), { signal });
        const output = await this.#run(plainer, input, signal);
        program.statement = plainer;
        return output;
      } catch (next) {
        // A transaction that the caller holds has failed with the first error.
        throw isInFailedTransaction(next) ? error : next;
      }
    }
  }

  override async release(prepared: PreparedProgram): Promise<void> {
    this.#programs.delete(prepared);
  }

  /** Returns `repr:sql-pg` and `std::sql`. */
  override async getExternals(): Promise<readonly string[]> {
    this.#programs.assertOpen();
    return ["repr:sql-pg", "std::sql"];
  }

  /**
   * Returns Lutra source of the tables that the database has.
   *
   * @throws RunnerError `EXECUTION_ERROR`, `CONNECTION_CLOSED`
   */
  override async getInterface(): Promise<string> {
    this.#programs.assertOpen();
    return interfaceSource(schemasOf(await this.#query(catalogQuery, [], {})), "public");
  }

  /**
   * Ends calls: those that wait for a connection, and those whose statement the adapter can end on the server, reject with
   * `CONNECTION_CLOSED`. A statement that cannot be ended (PGlite, `onAbort: "ignore"`) runs to its end, and its call
   * settles with what comes of it. Then closes the connection if it is the adapter's to close.
   */
  override shutdown(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#programs.clear();
    for (const stop of this.#running.keys()) stop.abort(closed());
    await Promise.allSettled(this.#running.values());
    await this.#adapter.close?.();
  }

  /** Asks what the table of an update or delete is, and whose functions a statement calls. */
  async #checked(statement: Statement, options: QueryOptions): Promise<CheckedStatement> {
    const { table, use } = statement;
    if (table !== undefined) checkTable(table, await this.#ask(tableQuery, [table], options));
    let isIsolated = this.#isolateAll || use.isIsolated;
    if (!isIsolated && use.functions.length > 0) {
      const names = [JSON.stringify(use.functions)];
      isIsolated = areForeign(await this.#ask(functionQuery, names, options));
    }
    return { ...statement, isIsolated };
  }

  /** Executes a statement with an input, and encodes its rows. */
  async #run(
    { sql, parametersOf, isIsolated, isOptimized, explain, outputOf }: CheckedStatement,
    input: Uint8Array,
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const parameters = parametersOf(input);
    let rows: readonly TextRow[];
    try {
      rows = await this.#query(sql, parameters, { signal, isIsolated });
    } catch (error) {
      if (!isRunnerError(error)) throw error;
      throw explain(error.cause) ?? (isOptimized ? withFragment(error, sql) : error);
    }
    return outputOf(rows);
  }

  /** Compiles a program, with what its tables are if that changes how it is optimized. */
  async #statementOf(program: Program, options: QueryOptions): Promise<Statement> {
    const optimize = this.#optimize;
    const asked = new AskedFacts();
    const statement = statementOf(program, { optimize, facts: asked });
    if (asked.query === undefined) return statement;
    const facts = asked.factsOf(await this.#factsCell(asked.query, options));
    return facts === asked ? statement : statementOf(program, { optimize, facts });
  }

  /** Asks for facts and returns the cell; an empty one from a server without PostgreSQL's catalog. */
  async #factsCell(query: string, options: QueryOptions): Promise<string> {
    try {
      const [row] = await this.#ask(query, [], options);
      return row?.[0] ?? "";
    } catch (error) {
      if (!isRunnerError(error) || error.code !== ErrorCode.EXECUTION_ERROR) throw error;
      return "";
    }
  }

  /** Asks about the catalog; a transaction that the caller holds goes on if the server cannot tell. */
  #ask(
    sql: string,
    parameters: readonly string[],
    options: QueryOptions,
  ): Promise<readonly TextRow[]> {
    return this.#query(sql, parameters, { ...options, mayFail: true });
  }

  #query(
    sql: string,
    parameters: readonly (string | null)[],
    options: QueryOptions,
  ): Promise<readonly TextRow[]> {
    const stop = this.#idle.pop() ?? new AbortController();
    const shutdown = stop.signal;
    const settle = (): void => {
      this.#running.delete(stop);
      if (!shutdown.aborted && this.#idle.length < maxIdle) this.#idle.push(stop);
    };
    const rows = this.#adapter.query(sql, parameters, { ...options, shutdown }).then(
      (result) => {
        settle();
        // A driver itself has a method of that name; its result would be read as one without rows.
        if (!Array.isArray(result)) {
          throw new TypeError("expected rows: use createPgAdapter or its like");
        }
        return result;
      },
      (error: unknown) => {
        settle();
        options.signal?.throwIfAborted();
        throw postgresError(error);
      },
    );
    this.#running.set(stop, rows);
    return rows;
  }
}

function closed(): RunnerError {
  return new RunnerError("the runner was shut down", { code: ErrorCode.CONNECTION_CLOSED });
}
