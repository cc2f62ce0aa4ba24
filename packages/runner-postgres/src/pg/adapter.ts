import { checkedLimit } from "@lutra/runner-core/transport";
import type { PostgresAdapter } from "@lutra/runner-postgres";
import { endOnAbort } from "../server/abort.ts";
import { type ServerAdapterOptions, serverAdapterSettings } from "../server/options.ts";
import { sendCancelRequest } from "./cancel-request.ts";
import { clientTaker, poolTaker } from "./clients.ts";
import { isPool, type PgClientLike, type PgPoolLike } from "./driver.ts";
import { executeInSession } from "./session.ts";
import { PgStatements } from "./statements.ts";

/** Options of {@link createPgAdapter}. */
export interface PgAdapterOptions extends ServerAdapterOptions {
  /**
   * Maximum number of statements kept prepared on one connection; programs beyond that are parsed each time.
   *
   * @default 256
   */
  readonly maxPreparedStatements?: number;
}

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
  checkedLimit("maxPreparedStatements", maxPreparedStatements, { min: 0 });
  const statements = new PgStatements(prepare ? maxPreparedStatements : 0);
  const cancel = (client: PgClientLike): (() => Promise<void>) | undefined =>
    onAbort === "cancel" ? () => sendCancelRequest(client, cancelTimeoutMs) : undefined;

  const take = isPool(source) ? poolTaker(source) : clientTaker(source);
  return {
    query: async (
      sql,
      parameters,
      { signal, shutdown, isIsolated = false, mayFail = false } = {},
    ) => {
      signal?.throwIfAborted();
      const taking = take({ signal, shutdown });
      // A client that is free needs no waiting, which would cost more than the rest of this function.
      const { client, release } = taking instanceof Promise ? await taking : taking;
      const policy = { signal, shutdown, cancel: cancel(client), timeoutMs: cancelTimeoutMs };
      const statement = { sql, parameters, isIsolated, mayFail };
      const { rows, isRestored } = executeInSession(statements, client, statement, cancelTimeoutMs);
      return endOnAbort(rows, policy, (usable) => release(usable && isRestored()));
    },
    ...(closeOnShutdown && { close: async () => source.end?.() }),
  };
}
