import { ErrorCode, RunnerError } from "@lutra/runner-core";
import { listenTo, type PortLike, startTimer } from "@lutra/runner-core/transport";
import type { RequestMessage, WorkerMessage } from "./messages.ts";

/** A worker of a browser or of Node. */
export interface WorkerLike extends PortLike {
  terminate(): unknown;
  /** Keeps the process alive, in Node. The compiler calls it while a request waits. */
  ref?(): unknown;
  /** Lets the process end, in Node. */
  unref?(): unknown;
}

/** Code of the error for a source on which the compiler panicked, or its stack overflowed. */
export const compilerCrashed = "COMPILER_CRASHED";

/** Code of the error where the compiler's WebAssembly is not there. */
export const compilerMissing = "COMPILER_MISSING";

interface Running {
  readonly worker: WorkerLike;
  readonly stopListening: () => void;
}

interface Waiting {
  readonly request: RequestMessage;
  readonly resolve: (parts: readonly Uint8Array<ArrayBuffer>[]) => void;
  readonly reject: (error: RunnerError) => void;
}

/**
 * Requests to a worker, one at a time. A worker that takes too long is terminated, and one that is gone is replaced: the
 * next request finds a new one.
 */
export class CompilerWorker {
  readonly #create: () => WorkerLike;
  readonly #timeoutMs: number;
  #wasm: WebAssembly.Module | string | undefined;
  readonly #queue: Waiting[] = [];
  #current: Waiting | undefined;
  #cancelTimer: () => void = () => {};
  #running: Running | undefined;
  #closed = false;

  constructor(
    create: () => WorkerLike,
    wasm: WebAssembly.Module | string | undefined,
    timeoutMs: number,
  ) {
    this.#create = create;
    this.#wasm = wasm;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Sends a request and resolves to the parts of its response.
   *
   * @throws RunnerError `COMPILER_CRASHED`, `COMPILER_MISSING`, `TIMEOUT`, or `CONNECTION_CLOSED` after `close`
   */
  call(request: RequestMessage): Promise<readonly Uint8Array<ArrayBuffer>[]> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(closed());
        return;
      }
      this.#queue.push({ request, resolve, reject });
      this.#next();
    });
  }

  /** Terminates the worker. Calls that wait are rejected. */
  close(): void {
    this.#closed = true;
    this.#stop();
    for (const waiting of this.#queue.splice(0)) waiting.reject(closed());
    this.#settle((waiting) => waiting.reject(closed()));
  }

  #next(): void {
    if (this.#current !== undefined) return;
    this.#current = this.#queue.shift();
    if (this.#current === undefined) return;
    this.#cancelTimer = startTimer(this.#timeoutMs, () => this.#tookTooLong());
    try {
      if (this.#running === undefined) this.#start();
      else this.#running.worker.postMessage(this.#current.request);
      this.#running?.worker.ref?.();
    } catch (cause) {
      this.#lost("the worker could not be started", cause);
    }
  }

  #start(): void {
    const worker = this.#create();
    const stopListening = listenTo(worker, {
      message: (message) => this.#received(message as WorkerMessage),
      lost: (what, cause) => this.#lost(what, cause),
    });
    this.#running = { worker, stopListening };
    worker.postMessage({ wasm: this.#wasm });
  }

  #received(message: WorkerMessage): void {
    switch (message.kind) {
      case "started":
        this.#wasm = message.module;
        if (this.#current) this.#running?.worker.postMessage(this.#current.request);
        break;
      case "response":
        this.#settle((waiting) => waiting.resolve(message.parts));
        break;
      case "crashed":
        this.#settle((waiting) => waiting.reject(crashed(message.reason)));
        break;
      case "missing":
        this.#stop();
        this.#settle((waiting) => waiting.reject(missing(message.reason)));
        break;
    }
  }

  #lost(what: string, cause: unknown): void {
    this.#stop();
    this.#settle((waiting) => waiting.reject(lost(what, cause)));
  }

  #tookTooLong(): void {
    this.#stop();
    const message = `the compiler did not end within timeoutMs (${this.#timeoutMs})`;
    const error = new RunnerError(message, { code: ErrorCode.TIMEOUT });
    this.#settle((waiting) => waiting.reject(error));
  }

  #stop(): void {
    this.#running?.stopListening();
    this.#running?.worker.terminate();
    this.#running = undefined;
  }

  #settle(settle: (waiting: Waiting) => void): void {
    const waiting = this.#current;
    this.#cancelTimer();
    this.#current = undefined;
    this.#running?.worker.unref?.();
    if (waiting) settle(waiting);
    this.#next();
  }
}

function crashed(reason: string): RunnerError {
  const message = `the compiler crashed, which is a fault of its own: ${reason}`;
  return new RunnerError(message, { code: compilerCrashed });
}

function lost(what: string, cause: unknown): RunnerError {
  return new RunnerError(`the compiler is gone: ${what}`, { code: compilerCrashed, cause });
}

function missing(reason: string): RunnerError {
  const message = `the compiler could not be loaded (${reason}); in a checkout, build it: npm run build:compiler`;
  return new RunnerError(message, { code: compilerMissing });
}

function closed(): RunnerError {
  return new RunnerError("the compiler was closed", { code: ErrorCode.CONNECTION_CLOSED });
}
