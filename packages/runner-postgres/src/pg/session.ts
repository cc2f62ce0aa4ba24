import { startTimer } from "@lutra/runner-core/transport";
import type { TextRow } from "@lutra/runner-postgres";
import { isConnectionError } from "../postgres-error.ts";
import { attempt } from "../session/attempt.ts";
import { type Execute, isolateIdle } from "../session/isolate.ts";
import { detailsOf, isIdle, type PgClientLike } from "./driver.ts";
import type { PgStatements } from "./statements.ts";

/** A statement to execute on one client. */
export interface SessionStatement {
  readonly sql: string;
  readonly parameters: readonly (string | null)[];
  /** It may change the session. */
  readonly isIsolated: boolean;
  /** It may fail, and a transaction that the client is in must go on. */
  readonly mayFail: boolean;
}

/** The result of a statement, and whether its client may serve another one. */
export interface SessionResult {
  readonly rows: Promise<readonly TextRow[]>;
  readonly isRestored: () => boolean;
}

/**
 * Executes a statement on a client, and leaves its session as it was.
 *
 * A client that is in a transaction already is in one of its owner: what statements leave there is the owner's.
 *
 * @param timeoutMs how long the server may take to be ready after an error
 */
export function executeInSession(
  statements: PgStatements,
  client: PgClientLike,
  { sql, parameters, isIsolated, mayFail }: SessionStatement,
  timeoutMs: number,
): SessionResult {
  const executeOnce: Execute = (...one) => statements.executeOnce(client, ...one);
  // Drivers that do not tell count as being in a transaction.
  if (!isIdle(client)) {
    const rows = mayFail
      ? attempt(executeOnce, sql, parameters)
      : statements.execute(client, sql, parameters);
    return { rows, isRestored: () => true };
  }
  let isRestored = true;
  const rollBack = async (): Promise<void> => {
    try {
      if (!(await untilReady(client, timeoutMs))) throw new Error("the server is not ready");
      if (!isIdle(client)) await executeOnce("ROLLBACK", []);
    } catch {
      isRestored = false;
      // It would never answer again, for its owner either.
      void client.end?.().catch(() => {});
    }
  };
  const executing = isIsolated
    ? isolateIdle(executeOnce, sql, parameters)
    : statements.execute(client, sql, parameters);
  const rows = executing.then(
    (result) => {
      if (isIdle(client)) return result;
      return rollBack().then(() => {
        throw openTransaction();
      });
    },
    async (error: unknown) => {
      if (!isConnectionError(error)) await rollBack();
      throw error;
    },
  );
  return { rows, isRestored: () => isRestored };
}

/**
 * Waits until the server is ready for a statement: `pg` tells of an error before that.
 *
 * @returns false at the time-out, and if the connection ends
 */
function untilReady(client: PgClientLike, timeoutMs: number): Promise<boolean> {
  const { readyForQuery, connection } = detailsOf(client);
  if (readyForQuery !== false || connection?.once === undefined) return Promise.resolve(true);
  return new Promise((resolve) => {
    const settle = (isReady: boolean): void => {
      stopTimer();
      connection.removeListener?.("readyForQuery", onReady);
      connection.removeListener?.("end", onEnd);
      resolve(isReady);
    };
    const onReady = (): void => settle(true);
    const onEnd = (): void => settle(false);
    const stopTimer = startTimer(timeoutMs, onEnd);
    connection.once?.("readyForQuery", onReady);
    connection.once?.("end", onEnd);
  });
}

function openTransaction(): Error {
  const message =
    "the statement left a transaction open, and a session belongs to one call; it was rolled back";
  return Object.assign(new Error(message), { code: "25000" });
}
