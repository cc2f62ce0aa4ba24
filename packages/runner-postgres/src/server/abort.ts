import { startTimer, type Turns } from "@lutra/runner-core/transport";
import { isConnectionError } from "../postgres-error.ts";

/** Signals that end a call. */
export interface AbortSignals {
  /** Of the caller. */
  readonly signal?: AbortSignal | undefined;
  /** Of the runner, at its shutdown. */
  readonly shutdown?: AbortSignal | undefined;
}

/** Treatment of a statement whose call is aborted. */
export interface AbortPolicy extends AbortSignals {
  /** Asks the server to end the statement; settles when the server has been told. Absent: the statement runs on. */
  readonly cancel: (() => Promise<unknown>) | undefined;
  /** Milliseconds that an aborted call waits for its statement to end. */
  readonly timeoutMs: number;
}

/**
 * Waits for a statement, or for the end that an abort puts to it.
 *
 * A request to cancel names a connection, not a statement: it must not arrive when the next statement is there. So the
 * connection returns to its pool only when both the statement and the request have ended. A shutdown leaves a statement
 * alone that runs on after an abort.
 *
 * @param release takes the connection back, once. `usable` is false if the connection is broken, or the statement was
 *   still running at the timeout
 * @throws the signal's reason on abort and shutdown, else what the statement throws
 */
export function endOnAbort<T>(
  statement: Promise<T>,
  policy: AbortPolicy,
  release: (usable: boolean) => void,
): Promise<T> {
  const { signal, cancel } = policy;
  const shutdown = cancel === undefined ? undefined : policy.shutdown;
  return untilAborted(statement, { signal, shutdown }).then(
    (result) => {
      release(true);
      return result;
    },
    async (error: unknown) => {
      if (signal?.aborted === true || shutdown?.aborted === true)
        await endStatement(statement, policy, release);
      else release(!isConnectionError(error));
      throw error;
    },
  );
}

async function endStatement(
  statement: Promise<unknown>,
  { cancel, timeoutMs }: AbortPolicy,
  release: (usable: boolean) => void,
): Promise<void> {
  const usable = statement.then(
    () => true,
    (error: unknown) => !isConnectionError(error),
  );
  if (cancel === undefined) void usable.then(release);
  else release(await cancelled(usable, cancel, timeoutMs));
}

/**
 * Waits for a promise until a signal aborts. What comes later is dropped, errors included.
 *
 * @throws the signal's reason, unchanged
 */
export function untilAborted<T>(promise: Promise<T>, signals: AbortSignals): Promise<T> {
  const { signal, shutdown } = signals;
  if (signal === undefined && shutdown === undefined) return promise;
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      signal?.removeEventListener("abort", onAbort);
      shutdown?.removeEventListener("abort", onAbort);
    };
    const onAbort = (): void => {
      settle();
      reject(signal?.aborted === true ? signal.reason : shutdown?.reason);
    };
    promise.then(
      (value) => {
        settle();
        resolve(value);
      },
      (error: unknown) => {
        settle();
        reject(error as Error);
      },
    );
    if (signal?.aborted === true || shutdown?.aborted === true) return onAbort();
    signal?.addEventListener("abort", onAbort);
    shutdown?.addEventListener("abort", onAbort);
  });
}

/**
 * Waits for something to be lent until a signal aborts.
 *
 * @param giveBack takes what is lent after that
 * @throws the signal's reason, unchanged
 */
export async function lentUntilAborted<T>(
  lending: Promise<T>,
  signals: AbortSignals,
  giveBack: (late: T) => void,
): Promise<T> {
  try {
    return await untilAborted(lending, signals);
  } catch (error) {
    lending.then(giveBack, () => {});
    throw error;
  }
}

/**
 * Takes a turn.
 *
 * @returns `undefined` if a turn is free, so the caller can skip the `await`
 * @throws the reason of the signal that aborts during the wait; there is no turn to end then
 */
export function takeTurn(
  turns: Turns,
  { signal, shutdown }: AbortSignals,
): Promise<void> | undefined {
  const taking = turns.take({ signal });
  return taking && lentUntilAborted(taking, { shutdown }, () => turns.end());
}

/**
 * Time between two requests to cancel one statement. The server drops a request that comes before the statement begins,
 * such as between its description and its execution.
 */
const requestAgainMs = 100;

/**
 * Asks the server to end a statement until it has ended.
 *
 * @returns `usable` once the statement and the last request have ended; `false` at the timeout
 */
function cancelled(
  usable: Promise<boolean>,
  cancel: () => Promise<unknown>,
  timeoutMs: number,
): Promise<boolean> {
  return new Promise((resolve) => {
    let isOver = false;
    const stopTimer = startTimer(timeoutMs, () => {
      isOver = true;
      resolve(false);
    });
    const ended = usable.then((isUsable) => {
      isOver = true;
      return isUsable;
    });
    const request = async (): Promise<void> => {
      while (!isOver) {
        // A request that failed has not reached the server.
        await cancel().catch(() => {});
        await pauseUnless(ended, requestAgainMs);
      }
    };
    void Promise.all([ended, request()]).then(([isUsable]) => {
      stopTimer();
      resolve(isUsable);
    });
  });
}

/** Waits for some milliseconds, or for a promise if that settles sooner. */
function pauseUnless(promise: Promise<unknown>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const stopTimer = startTimer(ms, resolve);
    void promise.then(() => {
      stopTimer();
      resolve();
    });
  });
}
