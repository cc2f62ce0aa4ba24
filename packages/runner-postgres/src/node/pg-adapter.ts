import type { PostgresAdapter, TextRow } from "@lutra/runner-postgres";
import { endOnAbort, untilAborted } from "../abort.ts";
import { type ServerAdapterOptions, serverAdapterSettings } from "../server-adapter-options.ts";
import { sendCancelRequest } from "./cancel-request.ts";
import {
  detailsOf,
  isPool,
  type PgClientLike,
  type PgPoolClientLike,
  type PgPoolLike,
} from "./pg-driver.ts";
import { StatementNames } from "./statement-names.ts";

/** Options of {@link createPgAdapter}. */
export interface PgAdapterOptions extends ServerAdapterOptions {
  /**
   * Statements kept prepared on one connection; programs beyond that are parsed each time.
   *
   * @default 256
   */
  readonly maxPreparedStatements?: number;
}

/** Executes one statement on a client that is ours meanwhile. */
type Execute = (
  client: PgClientLike,
  sql: string,
  parameters: readonly (string | null)[],
) => Promise<readonly TextRow[]>;

/**
 * Lets a runner use a `pg` client or pool.
 *
 * On a pool every statement takes a connection of its own. A client is used as it is, in the transaction that it is in;
 * statements of the runner wait for each other there, and a cancelled call may hit what other code queues on the same
 * client at that moment.
 *
 * A prepared statement that the server has forgotten or that a change of tables made invalid is prepared again, unless
 * the client is in a transaction: that has failed then.
 *
 * @throws RangeError for an option out of range
 *
 * @example
 * ```ts
 * import { Pool } from "pg";
 *
 * const runner = new PostgresRunner(createPgAdapter(new Pool({ host: "127.0.0.1" })));
 * ```
 */
export function createPgAdapter(
  source: PgClientLike | PgPoolLike,
  options: PgAdapterOptions = {},
): PostgresAdapter {
  const { prepare, onAbort, cancelTimeoutMs, closeOnShutdown } = serverAdapterSettings(options);
  const { maxPreparedStatements = 256 } = options;
  if (!Number.isSafeInteger(maxPreparedStatements) || maxPreparedStatements < 0) {
    throw new RangeError(
      `maxPreparedStatements must be a whole number from 0, got ${maxPreparedStatements}`,
    );
  }
  const execute = executor(new StatementNames(prepare ? maxPreparedStatements : 0));
  const cancel = (client: PgClientLike): (() => Promise<void>) | undefined =>
    onAbort === "cancel" ? () => sendCancelRequest(client, cancelTimeoutMs) : undefined;

  const take = isPool(source) ? poolTaker(source) : clientTaker(source);
  return {
    query: async (sql, parameters, { signal } = {}) => {
      const { client, release } = await take(signal);
      const statement = execute(client, sql, parameters);
      return endOnAbort(
        statement,
        { signal, cancel: cancel(client), timeoutMs: cancelTimeoutMs },
        release,
      );
    },
    ...(closeOnShutdown && { close: async () => source.end?.() }),
  };
}

/** A client that nothing else of the runner uses until it is released. */
interface TakenClient {
  readonly client: PgClientLike;
  /** Gives the client back; one that is not usable must not be lent again. */
  readonly release: (usable: boolean) => void;
}

type Take = (signal: AbortSignal | undefined) => Promise<TakenClient>;

function poolTaker(pool: PgPoolLike): Take {
  return async (signal) => {
    const connecting = pool.connect();
    let client: PgPoolClientLike;
    try {
      client = await untilAborted(connecting, signal);
    } catch (error) {
      // Aborted while waiting: the connection may still come, and belongs back.
      connecting.then(
        (late) => late.release(),
        () => {},
      );
      throw error;
    }
    // The pool listens to idle clients only, and an error that nobody listens to ends the process.
    const onError = (): void => {};
    client.on("error", onError);
    const release = (usable: boolean): void => {
      client.removeListener("error", onError);
      client.release(!usable);
    };
    return { client, release };
  };
}

/** Takes turns on one client, so that a request to cancel meets the right statement. */
function clientTaker(client: PgClientLike): Take {
  let lastTurn = Promise.resolve();
  return async (signal) => {
    const previous = lastTurn;
    let endTurn = (): void => {};
    lastTurn = new Promise((resolve) => {
      endTurn = resolve;
    });
    try {
      await untilAborted(previous, signal);
    } catch (error) {
      void previous.then(endTurn);
      throw error;
    }
    return { client, release: endTurn };
  };
}

const asText = (text: string): string => text;
const types = { getTypeParser: () => asText };

function executor(names: StatementNames): Execute {
  const send: Execute = async (client, sql, parameters) => {
    const name = names.nameOf(client, sql);
    const { rows } = await client.query({
      text: sql,
      values: [...parameters],
      rowMode: "array",
      queryMode: "extended",
      types,
      ...(name !== undefined && { name }),
    });
    return rows as readonly TextRow[];
  };
  return async (client, sql, parameters) => {
    const wasIdle = isIdle(client);
    try {
      return await send(client, sql, parameters);
    } catch (error) {
      if (!isStaleStatement(error)) throw error;
      names.forget(client, sql);
      // Only where nothing else can have been lost with the statement.
      if (!wasIdle || !isIdle(client)) throw error;
      return send(client, sql, parameters);
    }
  };
}

/** Whether a client is surely in no transaction. Drivers that do not tell count as being in one. */
function isIdle(client: PgClientLike): boolean {
  return detailsOf(client).getTransactionStatus?.() === "I";
}

/** Whether the server no longer has a prepared statement, or cannot use its plan after a change of tables. */
function isStaleStatement(error: unknown): boolean {
  const { code, routine } = error as { code?: unknown; routine?: unknown };
  return code === "26000" || (code === "0A000" && routine === "RevalidateCachedQuery");
}
