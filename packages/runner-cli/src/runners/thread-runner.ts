import type { Worker } from "node:worker_threads";
import { connectPort, type PortClient } from "@lutra/runner-channel";
import { type CallOptions, ErrorCode, type Program, Runner, RunnerError } from "@lutra/runner-core";
import type { RemoteProgram } from "@lutra/runner-core/transport";

/** A program, and its handle on each thread that has prepared it. */
export interface ThreadProgram {
  readonly program: Program;
  readonly handles: WeakMap<Thread, Promise<RemoteProgram>>;
}

interface Thread {
  readonly worker: Worker;
  readonly client: PortClient;
  /** Runs after an abort, until the thread shows that it still answers. */
  stuck: NodeJS.Timeout | undefined;
  /** `true` if it was ended because of a call that its caller has given up. */
  isGivenUp: boolean;
}

/** Longest time that the computation of an aborted call may go on, in milliseconds. */
const stuckMs = 250;

/**
 * A runner that computes in a thread of its own, one call after the other.
 *
 * An aborted call rejects at once. If it was the one that is computed and is not done shortly after, its thread is
 * ended, and the calls after it start over in a new one. What such a call had written is written again.
 */
export class ThreadRunner extends Runner<ThreadProgram> {
  readonly #startWorker: () => Worker;
  /** Calls without an answer, in the order in which the thread computes them. */
  readonly #pending = new Set<object>();
  #thread: Thread | undefined;
  #isShutDown = false;

  /** @param startWorker starts a thread that serves its port; again after the one before has ended */
  constructor(startWorker: () => Worker) {
    super();
    this.#startWorker = startWorker;
  }

  override async prepare(program: Program, options?: CallOptions): Promise<ThreadProgram> {
    const prepared: ThreadProgram = { program, handles: new WeakMap() };
    await this.#call(async (thread) => {
      const handle = await thread.client.prepare(program, options);
      prepared.handles.set(thread, Promise.resolve(handle));
    }, options);
    return prepared;
  }

  override execute(
    prepared: ThreadProgram,
    input: Uint8Array,
    options?: CallOptions,
  ): Promise<Uint8Array> {
    return this.#call(async (thread) => {
      let handle = prepared.handles.get(thread);
      if (handle === undefined) {
        handle = thread.client.prepare(prepared.program);
        prepared.handles.set(thread, handle);
      }
      return await thread.client.execute(await handle, input, options);
    }, options);
  }

  override async release({ handles }: ThreadProgram): Promise<void> {
    const thread = this.#thread;
    const handle = thread && handles.get(thread);
    // A thread that has ended since holds nothing any more.
    await handle?.then((remote) => thread?.client.release(remote)).catch(() => {});
  }

  override getInterface(): Promise<string> {
    return this.#call(({ client }) => client.getInterface());
  }

  override getExternals(): Promise<readonly string[]> {
    return this.#call(({ client }) => client.getExternals());
  }

  /** Ends the thread, whatever it does. */
  override async shutdown(): Promise<void> {
    this.#isShutDown = true;
    const thread = this.#thread;
    if (thread === undefined) return;
    clearTimeout(thread.stuck);
    await thread.client.shutdown();
    await thread.worker.terminate();
  }

  async #call<T>(work: (thread: Thread) => Promise<T>, { signal }: CallOptions = {}): Promise<T> {
    const call = {};
    this.#pending.add(call);
    try {
      for (;;) {
        const thread = this.#running();
        const onAbort = (): void => {
          const [first] = this.#pending;
          if (first === call) this.#suspect(thread);
        };
        signal?.addEventListener("abort", onAbort, { once: true });
        try {
          return await work(thread);
        } catch (error) {
          signal?.throwIfAborted();
          if (!thread.isGivenUp) throw error;
        } finally {
          signal?.removeEventListener("abort", onAbort);
          if (signal?.aborted !== true) answered(thread);
        }
      }
    } finally {
      this.#pending.delete(call);
    }
  }

  #running(): Thread {
    if (this.#isShutDown) {
      throw new RunnerError("the runner was shut down", { code: ErrorCode.CONNECTION_CLOSED });
    }
    if (this.#thread !== undefined) return this.#thread;
    const worker = this.#startWorker();
    const client = connectPort(worker);
    const thread: Thread = { worker, client, stuck: undefined, isGivenUp: false };
    this.#thread = thread;
    void client.closed.then(() => this.#forget(thread));
    return thread;
  }

  /** Ends a thread unless it answers soon: the caller of the call that it computes has given up. */
  #suspect(thread: Thread): void {
    if (thread.isGivenUp || thread.stuck !== undefined || this.#isShutDown) return;
    thread.stuck = setTimeout(() => {
      thread.isGivenUp = true;
      this.#forget(thread);
      void thread.worker.terminate();
    }, stuckMs);
    this.getExternals().catch(() => {}); // something to answer, if there is nothing else
  }

  #forget(thread: Thread): void {
    if (this.#thread === thread) this.#thread = undefined;
  }
}

function answered(thread: Thread): void {
  clearTimeout(thread.stuck);
  thread.stuck = undefined;
}
