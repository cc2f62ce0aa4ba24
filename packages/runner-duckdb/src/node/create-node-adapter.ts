import type { Argument, Chunk, DuckDbAdapter, QueryResult } from "@lutra/runner-duckdb";
import { bindArgument, type NodeBinder } from "./bind-argument.ts";
import { type Bindings, type ChunkHandle, nodeBindings } from "./bindings.ts";
import { type NodeType, vectorOf } from "./vector-of.ts";

/** What the adapter needs of a `DuckDBConnection` of `@duckdb/node-api`. */
export interface NodeConnection {
  prepare(sql: string): Promise<NodeStatement>;
  interrupt(): void;
  disconnectSync(): void;
}

interface NodeStatement extends NodeBinder {
  run(): Promise<NodeResult>;
  destroySync(): void;
}

interface NodeResult {
  columnTypes(): readonly NodeType[];
  /** The result is complete: its chunks are there, and need no turn of the driver's threads. */
  readonly chunkCount: number;
  getChunk(index: number): NodeChunk;
}

interface NodeChunk {
  readonly chunk: ChunkHandle;
  readonly rowCount: number;
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
    query: async (sql, args, { signal } = {}) => {
      const statement = await connection.prepare(sql);
      try {
        args.forEach((argument: Argument, i) => bindArgument(statement, i + 1, argument));
        return queryResult(await runStatement(connection, statement, signal));
      } finally {
        statement.destroySync();
      }
    },
    ...(closeOnShutdown && { close: async () => connection.disconnectSync() }),
  };
}

/** Runs a statement, and interrupts it when the signal aborts. */
async function runStatement(
  connection: NodeConnection,
  statement: NodeStatement,
  signal: AbortSignal | undefined,
): Promise<NodeResult> {
  if (signal === undefined) return statement.run();
  signal.throwIfAborted();
  let timer: ReturnType<typeof setInterval> | undefined;
  const onAbort = (): void => {
    connection.interrupt();
    // A statement that has not started yet forgets the interruption when it does.
    timer = setInterval(() => connection.interrupt(), interruptEveryMs);
  };
  signal.addEventListener("abort", onAbort);
  try {
    return await statement.run();
  } finally {
    signal.removeEventListener("abort", onAbort);
    clearInterval(timer);
  }
}

function queryResult(result: NodeResult): QueryResult {
  const types = result.columnTypes();
  const chunks = Array.from({ length: result.chunkCount }, (_, i) => result.getChunk(i));
  const bindings = nodeBindings();
  // The vectors point into memory of the chunks, which the garbage collector frees when nobody holds them.
  const held: unknown[] = [result, chunks];
  return {
    chunks: chunks.map((chunk) => chunkOf(bindings, types, chunk)),
    release: () => {
      held.length = 0;
    },
  };
}

function chunkOf(bindings: Bindings, types: readonly NodeType[], chunk: NodeChunk): Chunk {
  const { rowCount } = chunk;
  const columns = types.map((type, i) =>
    vectorOf(bindings, type, bindings.data_chunk_get_vector(chunk.chunk, i), rowCount),
  );
  return { rowCount, columns };
}
