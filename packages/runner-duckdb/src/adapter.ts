import type { ColumnVector } from "./vector.ts";

/** What a parameter is bound to: a value of a DuckDB type, or `null` for NULL. */
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

/** Options that a runner passes along with a statement. */
export interface QueryOptions {
  /** Asks the adapter to end the statement. It rejects, with whatever error, once the connection is free again. */
  readonly signal?: AbortSignal | undefined;
}

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
 * What a runner needs of a database: the only thing that differs between drivers.
 *
 * Adapters for `@duckdb/node-api` and `@duckdb/duckdb-wasm` are behind the subpaths `./node` and `./wasm`.
 *
 * @example
 * ```ts
 * const adapter: DuckDbAdapter = {
 *   query: async () => ({ chunks: [], release: () => {} }),
 * };
 * ```
 */
export interface DuckDbAdapter {
  /**
   * Executes one statement. The runner calls this again only after the last call has settled.
   *
   * @param sql placeholders are `$1` to `$n`
   * @param args one for each placeholder
   * @throws the driver's error
   */
  query(sql: string, args: readonly Argument[], options?: QueryOptions): Promise<QueryResult>;

  /** Called by the runner's `shutdown`, after the last statement. Absent if the connection is somebody else's. */
  close?(): Promise<void>;
}
