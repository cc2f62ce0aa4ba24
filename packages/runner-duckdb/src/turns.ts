/** Lets one task at a time run, in the order in which they came. */
export class Turns {
  private last: Promise<void> = Promise.resolve();

  /**
   * Runs a task when those before it have settled.
   *
   * @throws the reason of the signal, at once, when it aborts. A task that has not started then never does; one that
   *   runs keeps its turn until it has settled, however that may be.
   */
  take<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const outcome = this.last.then(() => {
      signal.throwIfAborted();
      return task();
    });
    this.last = outcome.then(nothing, nothing);
    return orAborted(outcome, signal);
  }
}

function nothing(): void {}

/** Settles as a promise does, but not later than the signal aborts. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
