/** State of a task that its work can look at. */
export interface TaskState {
  /** `true` if no one waits for the task any more; its result or error is then dropped. */
  readonly isAborted: boolean;
}

/** Interval at which a task that was told to stop is told again, in milliseconds. */
const interruptEveryMs = 5;

/** Lets one task at a time run, in the order in which they came. */
export class TaskQueue {
  #last: Promise<void> = Promise.resolve();
  readonly #stops: Set<(reason: unknown) => void> = new Set();
  readonly #interrupt: (() => void) | undefined;

  /** @param interrupt tells the task that runs to stop; it may do so late, or not at all */
  constructor(interrupt?: () => void) {
    this.#interrupt = interrupt;
  }

  /**
   * Runs a task when those before it have settled.
   *
   * @throws the reason of the signal, at once, when it aborts. A task that has not started then never does; one that
   *   runs is interrupted, and the next one waits until it has settled.
   */
  run<T>(task: (state: TaskState) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const state = { isAborted: false };
      let isRunning = false;
      let timer: ReturnType<typeof setInterval> | undefined;
      const abort = (reason: unknown): void => {
        if (state.isAborted) return;
        state.isAborted = true;
        reject(reason as Error);
        if (!isRunning || this.#interrupt === undefined) return;
        this.#interrupt();
        // A statement that has not started yet forgets the interruption when it does.
        timer = setInterval(this.#interrupt, interruptEveryMs);
      };
      const onAbort = (): void => abort(signal?.reason);
      const start = async (): Promise<void> => {
        try {
          if (state.isAborted) return;
          isRunning = true;
          resolve(await task(state));
        } catch (error) {
          reject(error as Error);
        } finally {
          clearInterval(timer);
          this.#stops.delete(stop);
          signal?.removeEventListener("abort", onAbort);
        }
      };
      // What cannot be stopped runs to its end, and its call settles with what comes of it.
      const stop = (reason: unknown): void => {
        if (!isRunning || this.#interrupt !== undefined) abort(reason);
      };
      this.#stops.add(stop);
      signal?.addEventListener("abort", onAbort);
      if (signal?.aborted) onAbort();
      this.#last = this.#last.then(start);
    });
  }

  /** Aborts the tasks that wait now, and the one that runs if it can be interrupted. */
  abortAll(reason: unknown): void {
    for (const stop of this.#stops) stop(reason);
  }
}
