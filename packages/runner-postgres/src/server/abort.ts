import { isConnectionError } from "../postgres-error.ts";

/** Treatment of a statement whose call is aborted. */
export interface AbortPolicy {
  readonly signal: AbortSignal | undefined;
  /** Asks the server to end the statement; settles when the server has been told. Absent: the statement runs on. */
  readonly cancel: (() => Promise<unknown>) | undefined;
  /** Milliseconds that an aborted call waits for its statement to end. */
  readonly timeoutMs: number;
}

/**
 * Waits for a statement, or for the end that an abort puts to it.
 *
 * A request to cancel names a connection, not a statement: it must not arrive when the next statement is there. So the
 * connection is given back only when both the statement and the request have ended.
 *
 * @param release takes the connection back, once. `usable` is false if the connection is broken, or the statement was
 *   still running at the timeout
 * @throws the signal's reason on abort, else what the statement throws
 */
export function endOnAbort<T>(
  statement: Promise<T>,
  policy: AbortPolicy,
  release: (usable: boolean) => void,
): Promise<T> {
  const { signal } = policy;
  return untilAborted(statement, signal).then(
    (result) => {
      release(true);
      return result;
    },
    async (error: unknown) => {
      if (signal?.aborted === true) await endStatement(statement, policy, release);
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
  else release(await cancelled(usable, cancel(), timeoutMs));
}

/**
 * Waits for a promise until a signal aborts. What comes later is dropped, errors included.
 *
 * @throws the signal's reason, unchanged
 */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    promise
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", onAbort))
      .catch(() => {});
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
}

/** Tells whether a connection is usable once its statement and the request to cancel it have ended; false at the timeout. */
function cancelled(
  usable: Promise<boolean>,
  request: Promise<unknown>,
  timeoutMs: number,
): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), timeoutMs);
    // A request that failed has not reached the server; the statement then ends by itself, or not in time.
    const ended = Promise.all([usable, request.catch(() => {})]);
    void ended.then(([isUsable]) => {
      clearTimeout(timer);
      resolve(isUsable);
    });
  });
}
