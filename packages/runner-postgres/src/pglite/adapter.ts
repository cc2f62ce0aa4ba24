import { createTurns, type Turns } from "@lutra/runner-core/transport";
import type { PostgresAdapter, QueryOptions, TextRow } from "../adapter.ts";
import { takeTurn, untilAborted } from "../server/abort.ts";
import { attempt } from "../session/attempt.ts";
import { isolate } from "../session/isolate.ts";
import { type PgliteMessage, readMessages, rowsOf, statementMessages } from "./messages.ts";

/** The part of a `PGlite` or a `PGliteWorker` that the adapter uses. */
export interface PgliteLike {
  /** Sends messages of PostgreSQL's protocol, and returns what comes back: as messages, and as the bytes of them. */
  execProtocol(
    message: Uint8Array,
    options?: { syncToFs?: boolean; throwOnError?: boolean },
  ): Promise<{ messages: readonly PgliteMessage[]; data: Uint8Array }>;
  /**
   * Does the same as `execProtocol`, but returns the bytes only, errors among them, and calls no listeners of
   * notifications.
   */
  execProtocolRaw(message: Uint8Array, options?: { syncToFs?: boolean }): Promise<Uint8Array>;
  transaction<T>(work: (transaction: unknown) => Promise<T>): Promise<T>;
  /** Runs a function while no other statement runs. */
  runExclusive<T>(work: () => Promise<T>): Promise<T>;
  /** Runs a function while no transaction is open. */
  _runExclusiveTransaction<T>(work: () => Promise<T>): Promise<T>;
  /** Saves what was written, as the database's options say. */
  syncToFs(): Promise<void>;
  /** Waits until the database is open. */
  _checkReady(): Promise<void>;
  close(): Promise<void>;
  readonly closed: boolean;
}

/** Options of {@link createPgliteAdapter}. */
export interface PgliteAdapterOptions {
  /** Closes the database when the runner is shut down. @default false */
  readonly closeOnShutdown?: boolean;
  /**
   * Open transaction of the database, as its method `transaction` gives it. All statements run in it, and stay if it
   * commits; what they leave in the session is the caller's to clean.
   */
  readonly transaction?: { readonly closed: boolean };
}

/** Turns on databases. All adapters of one share them. */
const turnsOnDatabases = /* @__PURE__ */ new WeakMap<PgliteLike, Turns>();

/**
 * Lets a runner use a PGlite database, or one transaction of it.
 *
 * PGlite executes one statement at a time and cannot end one. An aborted call rejects at once: its statement goes on if
 * it runs, and never runs if it waits for another one of a runner. A shutdown waits for the statement that runs.
 *
 * @throws TypeError if the first argument is no database but its transaction
 * @example
 * ```ts
 * import { PGlite } from "@electric-sql/pglite";
 *
 * const runner = new PostgresRunner(createPgliteAdapter(await PGlite.create()));
 * ```
 */
export function createPgliteAdapter(
  database: PgliteLike,
  { closeOnShutdown = false, transaction }: PgliteAdapterOptions = {},
): PostgresAdapter {
  if (typeof database.execProtocol !== "function") {
    throw new TypeError(
      "expected a PGlite database, got an object without execProtocol; " +
        "for a transaction pass its database, and the transaction as option `transaction`",
    );
  }
  const turns = turnsOnDatabases.get(database) ?? createTurns(1);
  turnsOnDatabases.set(database, turns);
  const close = async (): Promise<void> => {
    // PGlite refuses to be closed twice.
    if (!database.closed) await database.close();
  };

  /** Executes a statement in whatever transaction there is. */
  const execute = (
    sql: string,
    parameters: readonly (string | null)[],
    { syncToFs = false }: { readonly syncToFs?: boolean } = {},
  ): Promise<readonly TextRow[]> =>
    database.runExclusive(async () => {
      if (database.closed) throw new Error("PGlite is closed");
      if (transaction?.closed === true) throw new Error("the transaction is closed");
      const message = statementMessages(sql, parameters);
      const { messages, data } = await answerTo(database, message, syncToFs);
      const error = messages.find(({ name }) => name === "error");
      // PGlite gives the error as one of its messages.
      if (error !== undefined) throw error as unknown as Error;
      return rowsOf(messages, data);
    });
  const start = async (
    sql: string,
    parameters: readonly (string | null)[],
    { isIsolated = false, mayFail = false }: QueryOptions,
  ): Promise<readonly TextRow[]> => {
    // Before any lock: a database that is being opened takes them.
    await database._checkReady();
    if (transaction !== undefined) {
      return mayFail ? attempt(execute, sql, parameters) : execute(sql, parameters);
    }
    if (isIsolated) {
      const rows = await database.transaction(() => isolate(execute, sql, parameters));
      // PGlite (0.5) saves nothing after a commit before its next statement; a page that closes first loses the write.
      await database.syncToFs();
      return rows;
    }
    return database._runExclusiveTransaction(() =>
      // The database does not tell of a transaction that a caller began by SQL.
      mayFail ? attempt(execute, sql, parameters) : execute(sql, parameters, { syncToFs: true }),
    );
  };

  return {
    query: async (sql, parameters, options = {}) => {
      const { signal, shutdown } = options;
      signal?.throwIfAborted();
      const turn = takeTurn(turns, { signal, shutdown });
      if (turn !== undefined) await turn;
      const statement = start(sql, parameters, options);
      statement.then(turns.end, turns.end);
      return untilAborted(statement, { signal });
    },
    ...(closeOnShutdown && { close }),
  };
}

/** Sends messages to a database, and returns those that come back, also as bytes. */
async function answerTo(
  database: PgliteLike,
  message: Uint8Array,
  syncToFs: boolean,
): Promise<{ messages: readonly PgliteMessage[]; data: Uint8Array }> {
  if (!("isLeader" in database)) {
    return database.execProtocol(message, { syncToFs, throwOnError: false });
  }
  // A worker (0.5) takes no options, and of an error it passes on the message only, without SQLSTATE.
  const data = await database.execProtocolRaw(message);
  return { messages: readMessages(data), data };
}
