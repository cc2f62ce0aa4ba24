import type { Argument, DuckDbAdapter, QueryResult } from "../adapter.ts";
import type { ArrowTable } from "./arrow.ts";
import { vectorOf } from "./vector-of.ts";

/** Methods that the adapter needs of an `AsyncDuckDBConnection` or a `DuckDBConnection` of `@duckdb/duckdb-wasm`. */
export interface WasmConnection {
  prepare(sql: string): WasmStatement | Promise<WasmStatement>;
  close(): void | Promise<void>;
}

interface WasmStatement {
  query(...args: WasmArgument[]): ArrowTable | Promise<ArrowTable>;
  close(): void | Promise<void>;
}

type WasmArgument = string | number | boolean | null;

/** Options of {@link createDuckDbWasmAdapter}. */
export interface DuckDbWasmAdapterOptions {
  /** Close the connection when the runner is shut down. @default false */
  readonly closeOnShutdown?: boolean;
}

/**
 * Lets a runner use a connection of `@duckdb/duckdb-wasm`, whose database was opened without its options `cast...`: they
 * lose digits.
 *
 * duckdb-wasm cannot end a prepared statement: the statement of an aborted call runs on if it has started, and the next
 * call waits for it. To end it sooner, terminate the worker.
 *
 * @example
 * ```ts no-run
 * import type { AsyncDuckDB } from "@duckdb/duckdb-wasm";
 *
 * async function runnerOn(database: AsyncDuckDB): Promise<DuckDbRunner> {
 *   return new DuckDbRunner(createDuckDbWasmAdapter(await database.connect()));
 * }
 * ```
 */
export function createDuckDbWasmAdapter(
  connection: WasmConnection,
  { closeOnShutdown = false }: DuckDbWasmAdapterOptions = {},
): DuckDbAdapter {
  return {
    prepare: async (sql) => {
      const statement = await connection.prepare(sql);
      return {
        execute: async (args) => queryResult(await queryInTurn(statement, args.map(wasmArgument))),
        close: async () => statement.close(),
      };
    },
    ...(closeOnShutdown && { close: async () => connection.close() }),
  };
}

/**
 * Executes a statement, again if it could not begin. In WebKit, a statement that fails may leave its transaction to the
 * next one, which cannot begin then, and ends it. Nothing of it was executed, so that it may be repeated.
 */
async function queryInTurn(
  statement: WasmStatement,
  args: readonly WasmArgument[],
): Promise<ArrowTable> {
  try {
    return await statement.query(...args);
  } catch (error) {
    const { message } = Object(error) as { message?: unknown };
    const cannotBegin = "cannot start a transaction within a transaction";
    if (typeof message !== "string" || !message.includes(cannotBegin)) throw error;
    return await statement.query(...args);
  }
}

function queryResult({ batches }: ArrowTable): QueryResult {
  const chunks = batches.map(({ numRows, data }) => {
    // A batch without rows may lack the inner parts of its columns.
    const columns = numRows === 0 ? [] : (data.children ?? []).map(vectorOf);
    return { rowCount: numRows, columns };
  });
  return { chunks, release: () => {} };
}

/**
 * Arguments travel as JSON: what it has no numbers for goes as text, which the program's SQL casts. Fractions too, whose
 * last bit the engine's reader of JSON does not get right.
 */
function wasmArgument(argument: Argument): WasmArgument {
  switch (argument?.type) {
    case undefined:
      return null;
    case "BIGINT":
    case "UBIGINT":
      return String(argument.value);
    case "FLOAT":
    case "DOUBLE":
      return Object.is(argument.value, -0) ? "-0.0" : String(argument.value);
    case "BOOLEAN":
    case "TINYINT":
    case "UTINYINT":
    case "SMALLINT":
    case "USMALLINT":
    case "INTEGER":
    case "UINTEGER":
    case "VARCHAR":
      return argument.value;
  }
}
