import type { ColumnVector } from "./vector.ts";

/** Value that a parameter is bound to, of a DuckDB type; `null` for NULL. */
export type Argument =
  | { readonly type: "BOOLEAN"; readonly value: boolean }
  | {
      readonly type:
        | "TINYINT"
        | "UTINYINT"
        | "SMALLINT"
        | "USMALLINT"
        | "INTEGER"
        | "UINTEGER"
        | "FLOAT"
        | "DOUBLE";
      readonly value: number;
    }
  | { readonly type: "BIGINT" | "UBIGINT"; readonly value: bigint }
  | { readonly type: "VARCHAR"; readonly value: string }
  | null;

/** Some rows of a result. */
export interface Chunk {
  readonly rowCount: number;
  /** As many in every chunk of a result. Each has at least `rowCount` rows. */
  readonly columns: readonly ColumnVector[];
}

/** All rows of a result. */
export interface QueryResult {
  readonly chunks: readonly Chunk[];
  /** Called by the runner when it has read the vectors, whose memory may then be freed. */
  readonly release: () => void;
}

/**
 * A statement that the database keeps ready, to be executed any number of times. What it names may have changed in
 * between, types of columns too.
 */
export interface AdapterStatement {
  /**
   * @param args one for each placeholder
   * @throws the driver's error
   */
  execute(args: readonly Argument[]): Promise<QueryResult>;

  /** Frees what the database keeps. The runner never executes the statement again. */
  close(): Promise<void>;
}

/**
 * Access to a database: the only part of a runner that differs between drivers.
 *
 * The runner waits for each promise of the adapter and of its statements to settle before it makes the next call.
 *
 * Adapters for `@duckdb/node-api` and `@duckdb/duckdb-wasm` have the subpaths `./node` and `./wasm`.
 *
 * @example
 * ```ts
 * const nothing = { chunks: [], release: () => {} };
 * const adapter: DuckDbAdapter = {
 *   prepare: async () => ({ execute: async () => nothing, close: async () => {} }),
 * };
 * ```
 */
export interface DuckDbAdapter {
  /**
   * Prepares one statement.
   *
   * @param sql placeholders are `$1` to `$n`
   * @throws the driver's error
   */
  prepare(sql: string): Promise<AdapterStatement>;

  /**
   * Tells the database to end what it prepares or executes for the runner, whose promise then rejects. Called again and
   * again until that has settled. Absent if the database cannot do it: the runner then waits for it to end by itself.
   */
  interrupt?(): void;

  /** Called by the runner's `shutdown`, when its statements are closed. Absent if the connection stays the caller's. */
  close?(): Promise<void>;
}
