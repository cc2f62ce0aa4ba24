import { endOnAbort, untilAborted } from "./abort.ts";
import type { PostgresAdapter, TextRow } from "./adapter.ts";
import { isConnectionError } from "./postgres-error.ts";
import { type ServerAdapterOptions, serverAdapterSettings } from "./server-adapter-options.ts";

/** What the adapter needs of a pending query of `postgres` whose cells stay raw. */
export interface PostgresQueryLike extends PromiseLike<readonly unknown[]> {
  cancel(): unknown;
}

/** What the adapter needs of `sql`: that of a pool, of `begin` or of `reserve`. */
export interface PostgresSqlLike {
  unsafe(
    sql: string,
    parameters?: never[],
    options?: { prepare?: boolean },
  ): { raw(): PostgresQueryLike };
  typed(value: never, type: number): unknown;
  reserve?(): Promise<PostgresSqlLike & { release(): void }>;
  end?(): Promise<void>;
}

/** Object identifier of the type `text`. */
const textType = 25;

/**
 * Lets a runner use `postgres` (postgres.js).
 *
 * Statements run in parallel, pipelined by the driver. A call that has a signal reserves a connection for itself, if
 * `sql` is that of a pool: else a request to cancel could meet another statement. In a transaction it may meet the next
 * statement of the same transaction. The driver prepares again what the server has forgotten.
 *
 * @throws RangeError for an option out of range
 *
 * @example
 * ```ts
 * import postgres from "postgres";
 *
 * const runner = new PostgresRunner(createPostgresAdapter(postgres("postgres://127.0.0.1/shop")));
 * ```
 */
export function createPostgresAdapter(
  sql: PostgresSqlLike,
  options: ServerAdapterOptions = {},
): PostgresAdapter {
  const { prepare, onAbort, cancelTimeoutMs, closeOnShutdown } = serverAdapterSettings(options);
  // Without `simple`, statements without parameters would go through the simple protocol, unprepared.
  const settings = { prepare, simple: false };
  let isLost = false;
  // The driver (3.4) forgets who asks for a reserved connection while a lost one closes, but not who asks a query.
  const reconnect = async (signal: AbortSignal): Promise<void> => {
    await untilAborted(Promise.resolve(sql.unsafe("select 1", [], settings).raw()), signal);
    isLost = false;
  };
  return {
    query: async (text, parameters, { signal } = {}) => {
      signal?.throwIfAborted();
      if (isLost && signal !== undefined) await reconnect(signal);
      const { connection, release } = await take(sql, signal);
      // As text: the driver writes values of other types in ways of its own.
      const values = parameters.map((value) => connection.typed(value as never, textType));
      const query = connection.unsafe(text, values as never[], settings).raw();
      const statement = Promise.resolve(query);
      const cancel = onAbort === "cancel" ? () => cancelQuery(query) : undefined;
      // The driver itself takes a lost connection back; a statement that goes on keeps its connection until it ends.
      const releaseUnlessLost = (error: unknown): void => {
        if (isConnectionError(error)) isLost = true;
        else release();
      };
      const policy = { signal, cancel, timeoutMs: cancelTimeoutMs };
      const rows = await endOnAbort(statement, policy, (usable) => {
        if (usable) release();
        else statement.then(release, releaseUnlessLost);
      });
      return rows.map((row) => textsOf(row as RawRow));
    },
    ...(closeOnShutdown && { close: async () => sql.end?.() }),
  };
}

/** Asks the server to end a query; settles when the request cannot hit another one any more. */
async function cancelQuery(query: PostgresQueryLike): Promise<void> {
  // `cancel()` drops the promise of the request, which the function behind it gives.
  const { canceller } = query as { canceller?: ((query: unknown) => unknown) | null };
  await (canceller?.(query) ?? query.cancel());
}

interface TakenConnection {
  readonly connection: PostgresSqlLike;
  readonly release: () => void;
}

async function take(
  sql: PostgresSqlLike,
  signal: AbortSignal | undefined,
): Promise<TakenConnection> {
  if (signal === undefined || sql.reserve === undefined) {
    return { connection: sql, release: () => {} };
  }
  const reserving = sql.reserve();
  try {
    const connection = await untilAborted(reserving, signal);
    return { connection, release: () => connection.release() };
  } catch (error) {
    // Aborted while waiting: the connection may still come, and belongs back.
    reserving.then(
      (late) => late.release(),
      () => {},
    );
    throw error;
  }
}

/** Cells as the server sent them; each is a Node `Buffer`, whose text is UTF-8. */
type RawRow = readonly ({ toString(): string } | null)[];

function textsOf(row: RawRow): TextRow {
  return row.map((cell) => (cell === null ? null : cell.toString()));
}
