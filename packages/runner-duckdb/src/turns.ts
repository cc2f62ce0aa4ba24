/** Lets one task at a time run, in the order in which they came. */
export class Turns {
  private last: Promise<void> = Promise.resolve();

  /**
   * Runs a task when those before it have settled.
   *
   * @throws the reason of the signal, at once, if it aborts before the task has started; the task then never does
   */
  async take<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const before = this.last;
    let pass!: () => void;
    this.last = new Promise((resolve) => {
      pass = resolve;
    });
    try {
      await aborted(before, signal);
    } catch (error) {
      // The turn is given back when it comes.
      void before.then(pass);
      throw error;
    }
    try {
      return await task();
    } finally {
      pass();
    }
  }
}

/** Waits for a promise that never rejects, but not longer than the signal allows. */
function aborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    void promise.then(() => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    });
  });
}
