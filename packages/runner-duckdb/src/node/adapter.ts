import type { AdapterStatement, DuckDbAdapter } from "@lutra/runner-duckdb";
import { bindArgument, type NodeBinder } from "./bind-argument.ts";
import { type NodeResult, ResultReader } from "./result-reader.ts";

/** Methods that the adapter needs of a `DuckDBConnection` of `@duckdb/node-api`. */
export interface NodeConnection {
  prepare(sql: string): Promise<NodeStatement>;
  interrupt(): void;
  disconnectSync(): void;
}

interface NodeStatement extends NodeBinder {
  run(): Promise<NodeResult>;
  clearBindings(): void;
  destroySync(): void;
}

/** Options of {@link createDuckDbNodeAdapter}. */
export interface DuckDbNodeAdapterOptions {
  /** Disconnect when the runner is shut down. @default false */
  readonly closeOnShutdown?: boolean;
}

/**
 * Lets a runner use a connection of `@duckdb/node-api`.
 *
 * The connection should be the runner's alone: an abort interrupts whatever runs on it.
 *
 * @example
 * ```ts no-run
 * import { DuckDBInstance } from "@duckdb/node-api";
 *
 * const database = await DuckDBInstance.create(":memory:");
 * const runner = new DuckDbRunner(createDuckDbNodeAdapter(await database.connect()));
 * ```
 */
export function createDuckDbNodeAdapter(
  connection: NodeConnection,
  { closeOnShutdown = false }: DuckDbNodeAdapterOptions = {},
): DuckDbAdapter {
  return {
    prepare: async (sql) => adapterStatement(await connection.prepare(sql)),
    interrupt: () => connection.interrupt(),
    ...(closeOnShutdown && { close: async () => connection.disconnectSync() }),
  };
}

function adapterStatement(statement: NodeStatement): AdapterStatement {
  const reader = new ResultReader();
  return {
    execute: async (args) => {
      args.forEach((argument, i) => bindArgument(statement, i + 1, argument));
      const result = await statement.run();
      // Arguments may be large. After an error the statement is closed anyway.
      statement.clearBindings();
      return reader.read(result);
    },
    close: async () => statement.destroySync(),
  };
}
