import { ErrorCode, RunnerError } from "@lutra/runner-core";
import { createTurns, type Turns } from "@lutra/runner-core/transport";
import {
  type AbortSignals,
  endOnAbort,
  lentUntilAborted,
  takeTurn,
  untilAborted,
} from "../server/abort.ts";
import type { PostgresAdapter, TextRow } from "../adapter.ts";
import { isConnectionError } from "../postgres-error.ts";
import { attempt } from "../session/attempt.ts";
import { type Execute, isolate } from "../session/isolate.ts";
import { type ServerAdapterOptions, serverAdapterSettings } from "../server/options.ts";

/** The part of a pending query of `postgres` that the adapter uses; its cells stay raw. */
export interface PostgresJsQueryLike extends PromiseLike<readonly unknown[]> {
  cancel(): unknown;
}

/** The part of `sql` that the adapter uses: that of a pool, of `begin` or of `reserve`. */
export interface PostgresJsSqlLike {
  unsafe(
    sql: string,
    parameters?: never[],
    options?: { prepare?: boolean },
  ): { raw(): PostgresJsQueryLike };
  typed(value: never, type: number): unknown;
  readonly options?: {
    readonly max?: number;
    readonly fetch_types?: boolean;
    readonly ssl?: unknown;
    readonly transform?: { readonly row?: { readonly from?: unknown } };
  };
  reserve?(): Promise<ReservedConnection>;
  /** Absent in a transaction. */
  begin?<T>(work: (transaction: PostgresJsSqlLike) => Promise<T>): Promise<T>;
  /** Present in a transaction. */
  savepoint?<T>(work: (transaction: PostgresJsSqlLike) => Promise<T>): Promise<T>;
  end?(): Promise<void>;
}

type ReservedConnection = PostgresJsSqlLike & { release(): void };
type Reserve = () => Promise<ReservedConnection>;
type QuerySettings = { readonly prepare: boolean; readonly simple: false };

/** Object identifier of the type of a literal that has none yet; no owner of a pool has a use for a type of it. */
const unknownType = 705;

/**
 * Lets a runner use `postgres` (postgres.js).
 *
 * As many statements run at a time as the pool has connections; in a transaction, and on a reserved connection, one.
 * The driver (3.4) would send more ahead, but waits forever where a statement that the server has forgotten, or a
 * change of tables made invalid, is prepared again and others were sent after it. A call with a signal reserves its
 * connection, so that a request to cancel meets no other statement; with `fetch_types: false`, and at a shutdown, it
 * may meet one of other code on the same pool. Without `prepare`, calls without a signal are sent ahead.
 *
 * @throws RangeError for an option out of range
 *
 * @example
 * ```ts
 * import postgres from "postgres";
 *
 * const runner = new PostgresRunner(createPostgresJsAdapter(postgres("postgres://127.0.0.1/shop")));
 * ```
 */
export function createPostgresJsAdapter(
  sql: PostgresJsSqlLike,
  options: ServerAdapterOptions = {},
): PostgresAdapter {
  const { prepare, onAbort, cancelTimeoutMs, closeOnShutdown } = serverAdapterSettings(options);
  // Without `simple`, statements without parameters would go through the simple protocol, unprepared.
  const settings: QuerySettings = { prepare, simple: false };
  const unprepared: QuerySettings = { prepare: false, simple: false };
  // Over TLS the driver (3.4) never says that its request to cancel was handled; a transaction does not tell its
  // options.
  const losesRequests = sql.options?.ssl !== false;
  const reserve = sql.reserve?.bind(sql);
  const takeAny = turnTaker(
    sql,
    reserve === undefined ? 1 : Math.max(1, Number(sql.options?.max ?? 1)),
  );
  const takeAlone = reserve === undefined ? takeAny : poolTaker(sql, reserve, takeAny, settings);
  return {
    query: async (
      text,
      parameters,
      { signal, shutdown, isIsolated = false, mayFail = false } = {},
    ) => {
      signal?.throwIfAborted();
      assertRawRows(sql);
      // A transaction of the caller is the caller's session.
      const begin = isIsolated ? sql.begin?.bind(sql) : undefined;
      const alone = prepare || signal !== undefined;
      const { connection, release } =
        begin !== undefined
          ? await takeAny({ signal, shutdown })
          : alone
            ? await takeAlone({ signal, shutdown })
            : shared(sql);
      let query: PostgresJsQueryLike | undefined;
      const execute = async (
        on: PostgresJsSqlLike,
        [sqlText, values]: Parameters<Execute>,
        queried: QuerySettings,
      ): Promise<readonly TextRow[]> => {
        // The server finds their types by the casts; the driver writes values of any other type in ways of its own.
        const typed = values.map((value) => on.typed(value as never, unknownType));
        query = on.unsafe(sqlText, typed as never[], queried).raw();
        return textRows(await query);
      };
      const executeOn =
        (on: PostgresJsSqlLike): Execute =>
        (...one) =>
          execute(on, one, unprepared);
      const start = (): Promise<readonly TextRow[]> => {
        if (begin !== undefined) {
          return begin((begun) => isolateInBegun(executeOn(begun), text, parameters));
        }
        // A pool without a transaction has `reserve`; the owner of a reserved connection may have begun one.
        if (!mayFail || reserve !== undefined) {
          return execute(connection, [text, parameters], settings);
        }
        // The driver (3.4) ends a transaction in which a statement failed, unless its own savepoint is around it.
        return (
          connection.savepoint?.((inner) => executeOn(inner)(text, parameters)) ??
          attempt(executeOn(connection), text, parameters)
        );
      };
      const statement = start();
      const cancel =
        onAbort === "cancel" ? async () => query && cancelQuery(query, losesRequests) : undefined;
      const policy = { signal, shutdown, cancel, timeoutMs: cancelTimeoutMs };
      return endOnAbort(statement, policy, (usable) => {
        if (usable) release(false);
        // A statement that goes on keeps its connection until it ends.
        else
          statement.then(
            () => release(false),
            (error: unknown) => release(isConnectionError(error)),
          );
      });
    },
    ...(closeOnShutdown && { close: async () => sql.end?.() }),
  };
}

/**
 * Executes a statement in a transaction that `begin` has begun, leaves the session as it was, and commits.
 *
 * The driver (3.4) prepares its own `commit`. If the statement deallocated that, the server would refuse it, which
 * fails the transaction, and take the driver's second `commit` for a rollback, without an error. So the driver gets an
 * empty transaction to end.
 *
 * @throws the statement's error
 */
async function isolateInBegun(
  execute: Execute,
  sql: string,
  parameters: readonly (string | null)[],
): Promise<readonly TextRow[]> {
  const rows = await isolate(execute, sql, parameters);
  try {
    await execute("COMMIT AND CHAIN", []);
  } catch (error) {
    // A failed commit ends the transaction, and the server would warn of a rollback without one.
    await execute("BEGIN", []);
    throw error;
  }
  return rows;
}

/**
 * Asks the server to end a query; settles when the request cannot hit another one any more.
 *
 * @param losesRequests the request may never be seen to end: that it ended the query is taken as its end, too
 */
async function cancelQuery(query: PostgresJsQueryLike, losesRequests: boolean): Promise<void> {
  // `cancel()` drops the promise of the request, which the function that it calls returns.
  const { canceller } = query as { canceller?: ((query: unknown) => unknown) | null };
  const handled = Promise.resolve(canceller?.(query) ?? query.cancel());
  await (losesRequests ? Promise.race([handled, untilCancelled(query)]) : handled);
}

/** Settles when a query was ended by a request; never if it ends in another way. */
function untilCancelled(query: PostgresJsQueryLike): Promise<void> {
  return new Promise((resolve) => {
    query.then(undefined, (error: unknown) => {
      if ((error as { code?: unknown }).code === "57014") resolve();
    });
  });
}

interface TakenConnection {
  readonly connection: PostgresJsSqlLike;
  /** Returns the connection to its pool, once. */
  readonly release: (isLost: boolean) => void;
}

type TakeConnection = (signals: AbortSignals) => Promise<TakenConnection>;

function shared(connection: PostgresJsSqlLike): TakenConnection {
  return { connection, release: ignore };
}

/** Turns on pools, and on their connections. All adapters of one share them: else one would send ahead of another. */
const turnsOn = /* @__PURE__ */ new WeakMap<PostgresJsSqlLike, Turns>();

/** Takes turns on what there is. */
function turnTaker(connection: PostgresJsSqlLike, atOnce: number): TakeConnection {
  const turns = turnsOn.get(connection) ?? createTurns(atOnce);
  turnsOn.set(connection, turns);
  const taken: TakenConnection = { connection, release: () => turns.end() };
  return async (signals) => {
    await takeTurn(turns, signals);
    return taken;
  };
}

/** Takes turns on the connections of a pool, and reserves one for a call that may be cancelled. */
function poolTaker(
  sql: PostgresJsSqlLike,
  reserve: Reserve,
  takeAny: TakeConnection,
  settings: QuerySettings,
): TakeConnection {
  const { fetch_types: fetchesTypes = true } = sql.options ?? {};
  let lost = 0;
  return async (signals) => {
    const turn = await takeAny(signals);
    const release = (isLost: boolean): void => {
      if (isLost) lost++;
      turn.release(isLost);
    };
    // The driver (3.4) forgets who asks for a connection that it has yet to open, if it fetches no types then.
    if (signals.signal === undefined || !fetchesTypes) return { connection: sql, release };
    try {
      if (lost > 0) {
        // It also forgets who asks while a lost connection closes, but not who asks a query.
        await untilAborted(Promise.resolve(sql.unsafe("select 1", [], settings).raw()), signals);
        lost = Math.max(0, lost - 1);
      }
      const reserved = await lentUntilAborted(reserve(), signals, (late) => late.release());
      const releaseReserved = (isLost: boolean): void => {
        // The driver itself takes a lost connection back.
        if (!isLost) reserved.release();
        release(isLost);
      };
      return { connection: reserved, release: releaseReserved };
    } catch (error) {
      release(false);
      throw error;
    }
  };
}

function ignore(): void {}

/** Cells as the server sent them; each is a Node `Buffer`, whose text is UTF-8. */
type RawRow = readonly ({ toString(): string } | null)[];

function textRows(rows: readonly unknown[]): readonly TextRow[] {
  const texts: TextRow[] = [];
  // Skips holes: the driver (3.4) counts on after a statement that failed after its first rows, and so leaves as many
  // places empty before the rows of the next one.
  rows.forEach((row) => {
    if (!isRaw(row)) throw transformed();
    texts.push(row.map((cell) => (cell === null ? null : cell.toString())));
  });
  return texts;
}

function isRaw(row: unknown): row is RawRow {
  return (
    Array.isArray(row) && (row.length === 0 || row[0] === null || row[0] instanceof Uint8Array)
  );
}

/**
 * Refuses a pool with `transform.row`: all rows pass through it, however they are asked for. A transaction has no
 * options to check; its rows tell.
 */
function assertRawRows(sql: PostgresJsSqlLike): void {
  if (typeof sql.options?.transform?.row?.from === "function") throw transformed();
}

function transformed(): RunnerError {
  return new RunnerError(
    "the pool of postgres has the option `transform.row`, which changes rows before the runner sees them; " +
      "give the runner a pool without it",
    { code: ErrorCode.EXECUTION_ERROR },
  );
}
