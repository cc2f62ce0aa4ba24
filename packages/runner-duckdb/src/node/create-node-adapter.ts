import type { AdapterStatement, DuckDbAdapter } from "@lutra/runner-duckdb";
import { bindArgument, type NodeBinder } from "./bind-argument.ts";
import { type NodeResult, ResultReader } from "./result-reader.ts";

/** What the adapter needs of a `DuckDBConnection` of `@duckdb/node-api`. */
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

/** Options of {@link createNodeAdapter}. */
export interface NodeAdapterOptions {
  /** Disconnect when the runner is shut down. @default false */
  readonly closeOnShutdown?: boolean;
}

/** How often a statement that was told to stop is told again, in milliseconds. */
const interruptEveryMs = 5;

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
 * const runner = new DuckDbRunner(createNodeAdapter(await database.connect()));
 * ```
 */
export function createNodeAdapter(
  connection: NodeConnection,
  { closeOnShutdown = false }: NodeAdapterOptions = {},
): DuckDbAdapter {
  return {
    prepare: async (sql, { signal } = {}) => {
      const statement = await interruptible(connection, signal, () => connection.prepare(sql));
      return adapterStatement(connection, statement);
    },
    ...(closeOnShutdown && { close: async () => connection.disconnectSync() }),
  };
}

function adapterStatement(connection: NodeConnection, statement: NodeStatement): AdapterStatement {
  const reader = new ResultReader();
  return {
    execute: async (args, { signal } = {}) => {
      args.forEach((argument, i) => bindArgument(statement, i + 1, argument));
      try {
        return reader.read(await interruptible(connection, signal, () => statement.run()));
      } finally {
        // Arguments may be large.
        if (args.length > 0) statement.clearBindings();
      }
    },
    close: async () => statement.destroySync(),
  };
}

/** Does work on a connection, and interrupts it when the signal aborts. */
async function interruptible<T>(
  connection: NodeConnection,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (signal === undefined) return work();
  signal.throwIfAborted();
  let timer: ReturnType<typeof setInterval> | undefined;
  const onAbort = (): void => {
    connection.interrupt();
    // A statement that has not started yet forgets the interruption when it does.
    timer = setInterval(() => connection.interrupt(), interruptEveryMs);
  };
  signal.addEventListener("abort", onAbort);
  try {
    return await work();
  } finally {
    signal.removeEventListener("abort", onAbort);
    clearInterval(timer);
  }
}
