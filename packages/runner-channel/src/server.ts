import { ErrorCode, type Run, RunnerError } from "@lutra/runner-core";
import {
  errorMessage,
  listenTo,
  type PortLike,
  type ProgramLimits,
  type RequestMessage,
  type ResponseMessage,
  Session,
  checkedLimit,
} from "@lutra/runner-core/transport";
import type { ControlMessage } from "./batch.ts";
import { type BatchRecord, readPortMessage } from "./batch-reader.ts";
import { BatchWriter } from "./batch-writer.ts";
import { holdLifeLock } from "./life-lock.ts";
import { postBatch } from "./post-batch.ts";
import { requestOf, writeResponse } from "./records.ts";

/** Options of {@link servePort}. */
export interface PortServerOptions extends ProgramLimits {
  /**
   * Transfers outputs from 32 KiB on that fill their buffer, so the runner must not keep them. Otherwise they are
   * copied once. @default false
   */
  readonly transfer?: boolean | undefined;
  /** Maximum number of requests that run at a time; later ones wait in order. @default 64 */
  readonly maxInFlight?: number | undefined;
  /** Maximum number of requests that wait; further ones are answered with `LIMIT_EXCEEDED`. @default 65536 */
  readonly maxWaiting?: number | undefined;
}

/** A client that is being served. */
export interface PortConnection extends AsyncDisposable {
  /**
   * Resolves when the connection has ended and its programs are released: with what went wrong, or undefined after an
   * orderly end. Never rejects.
   */
  readonly closed: Promise<RunnerError | undefined>;
  /** Takes no more requests, answers those it has, then ends the connection. Never rejects. */
  close(): Promise<void>;
  /** Ends the connection now and aborts what is in flight. */
  destroy(): void;
}

/**
 * Serves one client: what a worker's module calls, with {@link workerPort}, or the owner of one end of a
 * `MessageChannel`.
 *
 * Requests start in the order of their arrival and run side by side; responses leave as they come. What does not follow
 * the protocol ends the connection, after the client was told. So does the loss of the port; calls are then aborted.
 *
 * The port belongs to the connection. The runner is shared: its programs are released at the end, but it is not shut
 * down. After the end a Node worker exits, if nothing else keeps it.
 *
 * @throws TypeError if the port has no events; RangeError for a limit out of range
 *
 * @example
 * ```ts
 * servePort(runner, workerPort());
 * ```
 */
export function servePort(
  runner: Run,
  port: PortLike,
  options: PortServerOptions = {},
): PortConnection {
  return new Connection(runner, port, options);
}

/** A request that waits for its turn. */
interface Arrived {
  readonly request: RequestMessage;
  /** Present if its caller may abort it. */
  readonly abort: AbortController | undefined;
  next: Arrived | undefined;
}

class Connection implements PortConnection {
  readonly closed: Promise<RunnerError | undefined>;
  readonly #port: PortLike;
  readonly #session: Session;
  readonly #writer: BatchWriter;
  readonly #maxInFlight: number;
  readonly #maxWaiting: number;
  readonly #stopListening: () => void;
  readonly #letGo: () => void;
  readonly #abortable = new Map<number, AbortController>();
  #first: Arrived | undefined;
  #last: Arrived | undefined;
  #waiting = 0;
  #inFlight = 0;
  #stopped = false;
  #ended = false;
  #ready: ControlMessage | undefined;
  #resolveClosed: (error: RunnerError | undefined) => void = () => {};

  constructor(runner: Run, port: PortLike, options: PortServerOptions) {
    const { transfer = false, maxInFlight = 64, maxWaiting = 65_536 } = options;
    this.#maxInFlight = checkedLimit("maxInFlight", maxInFlight);
    this.#maxWaiting = checkedLimit("maxWaiting", maxWaiting, { min: 0 });
    this.#session = new Session(runner, options);
    this.closed = new Promise((resolve) => (this.#resolveClosed = resolve));
    this.#port = port;
    this.#writer = new BatchWriter(
      (batch, buffers) => postBatch(port, batch, buffers, this.#lost),
      transfer,
      false,
    );
    this.#stopListening = listenTo(port, { message: this.#message, lost: this.#lost });
    this.#letGo = holdLifeLock((lock) => {
      this.#ready = { lutra: "ready", lock };
      this.#control(this.#ready);
    });
  }

  async close(): Promise<void> {
    this.#stopped = true;
    this.#finishWhenIdle();
    await this.closed;
  }

  destroy(): void {
    this.#finish(undefined, { lutra: "close" });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  readonly #message = (message: unknown): void => {
    try {
      const batch = readPortMessage(message);
      if (!("lutra" in batch)) for (const record of batch) this.#arrive(record);
      else if (batch.lutra === "close") this.#finish(undefined, undefined);
      // A client that came late has missed it.
      else if (batch.lutra === "connect" && this.#ready !== undefined) this.#control(this.#ready);
    } catch (error) {
      const { message: reason, code } = error as RunnerError;
      this.#finish(error as RunnerError, { lutra: "close", reason, ...(code && { code }) });
    }
  };

  #arrive(record: BatchRecord): void {
    const request = requestOf(record);
    if (request === undefined) {
      const reason = new RunnerError("the caller has aborted the call");
      this.#abortable.get(record.id)?.abort(reason);
    } else if (this.#stopped) {
      const reason = new RunnerError("the server is closing", {
        code: ErrorCode.CONNECTION_CLOSED,
      });
      this.#refuse(request, reason);
    } else if (
      this.#inFlight >= this.#maxInFlight &&
      this.#waiting >= this.#maxWaiting &&
      // Refused, it would keep its program.
      request.kind !== "release"
    ) {
      const message = `${this.#maxWaiting} requests wait already, as many as maxWaiting allows`;
      this.#refuse(request, new RunnerError(message, { code: ErrorCode.LIMIT_EXCEEDED }));
    } else {
      const abort = record.isAbortable ? new AbortController() : undefined;
      if (abort !== undefined) this.#abortable.set(request.id, abort);
      if (this.#inFlight < this.#maxInFlight) this.#start(request, abort);
      else this.#wait({ request, abort, next: undefined });
    }
  }

  #start(request: RequestMessage, abort: AbortController | undefined): void {
    this.#inFlight++;
    this.#session.handle(request, this.#answer, abort);
  }

  readonly #answer = (response: ResponseMessage): void => {
    if (this.#ended) return;
    this.#abortable.delete(response.id);
    this.#inFlight--;
    writeResponse(this.#writer, response);
    this.#startWaiting();
    if (this.#stopped) this.#finishWhenIdle();
  };

  #wait(arrived: Arrived): void {
    if (this.#last === undefined) this.#first = arrived;
    else this.#last.next = arrived;
    this.#last = arrived;
    this.#waiting++;
  }

  #startWaiting(): void {
    while (this.#first !== undefined && this.#inFlight < this.#maxInFlight) {
      const { request, abort, next } = this.#first;
      this.#first = next;
      if (next === undefined) this.#last = undefined;
      this.#waiting--;
      if (abort?.signal.aborted === true) {
        this.#abortable.delete(request.id);
        this.#refuse(request, abort.signal.reason);
      } else {
        this.#start(request, abort);
      }
    }
  }

  #refuse({ id, kind }: RequestMessage, reason: unknown): void {
    const error = errorMessage(reason);
    writeResponse(this.#writer, { kind: "error", id, request: kind, error });
  }

  #finishWhenIdle(): void {
    if (this.#inFlight === 0) this.#finish(undefined, { lutra: "close" });
  }

  readonly #lost = (what: string, cause?: unknown): void => {
    const message = `the connection to the client was lost: ${what}`;
    const error = new RunnerError(message, { code: ErrorCode.CONNECTION_CLOSED, cause });
    this.#finish(error, undefined);
  };

  /** @param farewell what the client is told; nothing if it knows */
  #finish(error: RunnerError | undefined, farewell: ControlMessage | undefined): void {
    if (this.#ended) return;
    this.#writer.flush();
    this.#ended = true;
    this.#first = undefined;
    this.#stopListening();
    if (farewell !== undefined) this.#control(farewell);
    this.#port.close?.();
    this.#letGo();
    void this.#session.close().then(() => this.#resolveClosed(error));
  }

  #control(message: ControlMessage): void {
    try {
      this.#port.postMessage(message, []);
    } catch {
      // A client that is gone need not be told.
    }
  }
}
