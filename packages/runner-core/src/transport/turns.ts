/** Turns at using something. Made by {@link createTurns}. */
export interface Turns {
  /**
   * Takes a turn, which has to be ended.
   *
   * @returns `undefined` if a turn is free, so the caller can skip the `await`
   * @throws the signal's reason, unchanged; there is no turn to end then. The signal is asked for only if there is a wait
   */
  readonly take: (caller?: {
    readonly signal: AbortSignal | undefined;
  }) => Promise<void> | undefined;
  /** Ends a turn: the next one begins. */
  readonly end: () => void;
}

/**
 * Creates turns at using something: callers get theirs in the order in which they came.
 *
 * @param atOnce maximum number of turns at a time
 */
export function createTurns(atOnce: number): Turns {
  let free = atOnce;
  const waiting = new Set<() => void>();

  function wait(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const onTurn = (): void => {
        waiting.delete(onTurn);
        signal?.removeEventListener("abort", onAbort);
        resolve();
      };
      const onAbort = (): void => {
        waiting.delete(onTurn);
        reject(signal?.reason);
      };
      waiting.add(onTurn);
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  }

  return {
    take: (caller) => {
      if (free === 0) return wait(caller?.signal);
      free--;
      return undefined;
    },
    end: () => {
      const [next] = waiting;
      if (next === undefined) free++;
      else next();
    },
  };
}
