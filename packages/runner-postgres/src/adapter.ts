/** Row of a result: the text of each cell, in the order of the columns; `null` for NULL. */
export type TextRow = readonly (string | null)[];

/** Options that a runner passes along with a statement. */
export interface QueryOptions {
  /** Asks the adapter to end the statement. What it then does is the adapter's choice; it says so. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Aborts when the runner is shut down. A statement that has not begun by then must not begin, and one that can be ended is
   * to be ended: both reject with the signal's reason. A statement that cannot be ended settles as it would, and the
   * shutdown waits for it.
   */
  readonly shutdown?: AbortSignal | undefined;
  /**
   * The statement may change its session: it calls functions that the runner does not know, or reads and changes no rows.
   * Adapters of this package then run it in a transaction and restore the session; other statements need no such care.
   *
   * @default false
   */
  readonly isIsolated?: boolean;
  /**
   * The statement only asks, and the server may not know the answer. A transaction that the connection is in must go on
   * after an error: adapters of this package set a savepoint there.
   *
   * @default false
   */
  readonly mayFail?: boolean;
}

/**
 * Access to a database: the only part that differs between drivers.
 *
 * Adapters for `pg`, `postgres` and PGlite have the subpaths `./pg`, `./postgres` and `./pglite`; any other
 * driver of a PostgreSQL-protocol database needs no more than one method.
 *
 * @example
 * ```ts
 * const adapter: PostgresAdapter = {
 *   query: async (sql, parameters) => {
 *     const answer = await fetch("/sql", { method: "POST", body: JSON.stringify({ sql, parameters }) });
 *     return (await answer.json()) as TextRow[];
 *   },
 * };
 * ```
 */
export interface PostgresAdapter {
  /**
   * Executes one statement, in whatever transaction the connection is in.
   *
   * @param sql placeholders are `$1` to `$n`, each with a cast at every place
   * @param parameters as many as placeholders, all as text
   * @returns every cell in PostgreSQL's text format, nothing parsed
   * @throws the driver's error; `code` is its SQLSTATE, if it comes from the server
   */
  query(
    sql: string,
    parameters: readonly (string | null)[],
    options?: QueryOptions,
  ): Promise<readonly TextRow[]>;

  /** Called by the runner's `shutdown`, after the last statement. Absent if the connection stays its owner's. */
  close?(): Promise<void>;
}
