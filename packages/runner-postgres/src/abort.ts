/** What happens to a statement whose call is aborted. */
export interface AbortPolicy {
  readonly signal: AbortSignal | undefined;
  /** Asks the server to end the statement; settles when the server has been told. Absent: the statement runs on. */
  readonly cancel: (() => Promise<unknown>) | undefined;
  /** How long an aborted call waits for its statement to end. */
  readonly timeoutMs: number;
}

/**
 * Waits for a statement, or for the end that an abort puts to it.
 *
 * A request to cancel names a connection, not a statement: it must not arrive when the next statement is there. So the
 * connection is given back only when both the statement and the request have ended.
 *
 * @param release takes the connection back, once. `ended` is false if the statement was still running at the timeout
 * @throws the signal's reason on abort, else what the statement throws
 */
export async function endOnAbort<T>(
  statement: Promise<T>,
  { signal, cancel, timeoutMs }: AbortPolicy,
  release: (ended: boolean) => void,
): Promise<T> {
  try {
    const result = await untilAborted(statement, signal);
    release(true);
    return result;
  } catch (error) {
    if (signal?.aborted !== true) {
      release(true);
    } else if (cancel === undefined) {
      const giveBack = (): void => release(true);
      statement.then(giveBack, giveBack);
    } else {
      release(await settlesWithin(Promise.allSettled([statement, cancel()]), timeoutMs));
    }
    throw error;
  }
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

function settlesWithin(promise: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), timeoutMs);
    void promise.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
