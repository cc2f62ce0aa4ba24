import {
  type CallOptions,
  ErrorCode,
  type InputOf,
  type Program,
  type Run,
  RunnerError,
  type RunSync,
  type TypedProgram,
} from "@lutra/runner-core";
import { checkedDuration, checkedOutput } from "@lutra/runner-core/transport";

/** Options of an {@link AsyncRunner}. */
export interface AsyncRunnerOptions {
  /**
   * Longest time that queued calls may follow each other before timers, input and output get a turn, in milliseconds. A
   * single call is never interrupted. @default 10
   */
  readonly maxBusyMs?: number | undefined;
}

/** A call that waits for its turn. */
interface QueuedCall {
  readonly start: () => void;
  /** Rejects the call in place of its start, since the runner is shut down. */
  readonly refuse: () => void;
  /** It need not start any more. */
  aborted: boolean;
  next: QueuedCall | undefined;
}

/**
 * Makes an asynchronous runner of a synchronous one, by running its calls one at a time in the order they were made.
 *
 * A call starts after the code that made it has returned, never inside it; it then occupies the thread until it ends.
 * An abort takes a waiting call out of the queue; one that runs cannot be stopped. A call that throws rejects its own
 * promise and nothing else.
 *
 * The runner belongs to this one: {@link AsyncRunner.shutdown} shuts it down.
 *
 * @see docs/spec/interface.md, "Adapters"
 *
 * @example
 * ```ts
 * await using runner = new AsyncRunner(syncRunner);
 * const prepared = await runner.prepare(program);
 * const output = await runner.execute(prepared, input);
 * ```
 */
export class AsyncRunner<Prepared> implements Run<Prepared> {
  readonly #runner: RunSync<Prepared>;
  readonly #maxBusyMs: number;
  #first: QueuedCall | undefined;
  #last: QueuedCall | undefined;
  #busySince = 0;
  #shutdown: Promise<void> | undefined;

  constructor(runner: RunSync<Prepared>, options: AsyncRunnerOptions = {}) {
    const { maxBusyMs = 10 } = options;
    this.#runner = runner;
    this.#maxBusyMs = checkedDuration("maxBusyMs", maxBusyMs);
  }

  /** Does the same as {@link Run.run}, as one turn in the queue. */
  run<I, O>(
    program: TypedProgram<I, O>,
    input: NoInfer<InputOf<I>>,
    options?: CallOptions,
  ): Promise<O> {
    return this.#enqueue(() => this.#runner.runSync(program, input), options);
  }

  prepare(program: Program, options?: CallOptions): Promise<Prepared> {
    return this.#enqueue(() => this.#runner.prepareSync(program), options);
  }

  execute(prepared: Prepared, input: Uint8Array, options?: CallOptions): Promise<Uint8Array> {
    const execute = (): unknown => this.#runner.executeSync(prepared, input);
    // Before it settles a promise: a promise in its place would let the next call begin.
    return this.#enqueue(() => checkedOutput(execute(), input), options);
  }

  release(prepared: Prepared): Promise<void> {
    if (this.#shutdown !== undefined) return Promise.resolve();
    return this.#enqueue(() => this.#runner.releaseSync(prepared));
  }

  getInterface(): Promise<string> {
    return this.#enqueue(() => this.#runner.getInterfaceSync());
  }

  getExternals(): Promise<readonly string[]> {
    return this.#enqueue(() => this.#runner.getExternalsSync());
  }

  /** Shuts the synchronous runner down. Calls that wait for their turn, and later ones, fail with `CONNECTION_CLOSED`. */
  shutdown(): Promise<void> {
    if (this.#shutdown === undefined) {
      for (let call = this.#first; call !== undefined; call = call.next) call.refuse();
      this.#shutdown = this.#enqueue(() => this.#runner.shutdownSync());
    }
    return this.#shutdown;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown();
  }

  #enqueue<T>(work: () => T, options?: CallOptions): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const signal = options?.signal;
      signal?.throwIfAborted();
      if (this.#shutdown !== undefined) {
        throw closed();
      }
      const giveUp = (reason: unknown): void => {
        call.aborted = true;
        signal?.removeEventListener("abort", onAbort);
        reject(reason);
      };
      const onAbort = (): void => giveUp(signal?.reason);
      const call: QueuedCall = {
        aborted: false,
        next: undefined,
        refuse: () => giveUp(closed()),
        start: () => {
          signal?.removeEventListener("abort", onAbort);
          try {
            resolve(work());
          } catch (error) {
            reject(error);
          }
        },
      };
      signal?.addEventListener("abort", onAbort);
      if (this.#last === undefined) {
        this.#first = call;
        this.#busySince = performance.now();
        queueMicrotask(this.#next);
      } else {
        this.#last.next = call;
      }
      this.#last = call;
    });
  }

  /** Starts one call. Each has a microtask of its own, so that what a result leads to happens before the next call. */
  readonly #next = (): void => {
    let call = this.#first;
    while (call?.aborted === true) call = call.next;
    call?.start();
    this.#first = call?.next;
    if (this.#first === undefined) {
      this.#last = undefined;
    } else if (performance.now() - this.#busySince < this.#maxBusyMs) {
      queueMicrotask(this.#next);
    } else {
      setTimeout(() => {
        this.#busySince = performance.now();
        this.#next();
      }, 0);
    }
  };
}

function closed(): RunnerError {
  return new RunnerError("the runner was shut down", { code: ErrorCode.CONNECTION_CLOSED });
}
