import { type CallOptions, ErrorCode, RunnerError } from "@lutra/runner-core";
import {
  listenTo,
  MessageClient,
  type MessageClientOptions,
  type PortLike,
  type RequestMessage,
  checkedDuration,
  startTimer,
} from "@lutra/runner-core/transport";
import type { ControlMessage } from "./batch.ts";
import { malformed, readPortMessage } from "./batch-reader.ts";
import { BatchWriter } from "./batch-writer.ts";
import { watchLifeLock } from "./life-lock.ts";
import { postBatch } from "./post-batch.ts";
import { responseOf, writeRequest } from "./records.ts";

/** Options of {@link connectPort}. */
export interface PortClientOptions extends MessageClientOptions {
  /**
   * Transfers programs and inputs from 32 KiB on that fill their buffer, so the caller can no longer use the buffer.
   * Otherwise they are copied once. @default false
   */
  readonly transfer?: boolean | undefined;
  /**
   * Longest time that the other side may take until it serves, in milliseconds; then calls reject with `TIMEOUT`.
   * `Infinity` waits. @default 30000
   */
  readonly startTimeoutMs?: number | undefined;
}

/**
 * Connects to a runner that {@link servePort} serves in a worker, or at the other end of a `MessageChannel`. One client
 * per port; nothing else may use the port.
 *
 * Calls may overlap without limit; those of one tick travel as one message. Calls made before the other side serves wait
 * for it. An abort rejects the call and reaches the runner. When the worker exits, throws, does not load, is
 * terminated, or the port is closed, pending and later calls reject with `CONNECTION_CLOSED` and the cause; when it
 * sends anything else, with `PROTOCOL_ERROR`.
 *
 * Outputs may be views of a buffer that other outputs share: copy before you transfer one.
 *
 * The worker is the caller's, who terminates it after {@link PortClient.shutdown}; a `MessagePort` is closed. While
 * connected, the client handles the worker's `error` events.
 *
 * @throws TypeError if the port has no events; RangeError for an option out of range
 *
 * @example
 * ```ts
 * const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
 * await using runner = connectPort(worker);
 * const output = await runner.run(program, input);
 * ```
 */
export function connectPort(port: PortLike, options: PortClientOptions = {}): PortClient {
  return new PortClient(port, options);
}

/** A runner at the other end of a port. Made by {@link connectPort}. */
export class PortClient extends MessageClient {
  /** Resolves when the connection has ended, with the error that later calls get; never rejects. */
  readonly closed: Promise<RunnerError>;
  readonly #port: PortLike;
  readonly #writer: BatchWriter;
  readonly #stopListening: () => void;
  #cancelStartTimer: () => void = () => {};
  #stopWatching: () => void = () => {};
  #resolveClosed: (reason: RunnerError) => void = () => {};

  /** As {@link connectPort}. */
  constructor(port: PortLike, options: PortClientOptions = {}) {
    super(options);
    const { transfer = false, startTimeoutMs = 30_000 } = options;
    checkedDuration("startTimeoutMs", startTimeoutMs, { min: 1 });
    this.closed = new Promise((resolve) => (this.#resolveClosed = resolve));
    this.#port = port;
    this.#writer = new BatchWriter(
      (batch, buffers) => postBatch(port, batch, buffers, this.#lost),
      transfer,
      true,
    );
    this.#stopListening = listenTo(port, { message: this.#message, lost: this.#lost });
    this.#cancelStartTimer = startTimer(startTimeoutMs, () => {
      this.#fail(notServing(startTimeoutMs));
    });
    this.#control({ lutra: "connect" });
  }

  protected override send(request: RequestMessage, options?: CallOptions): undefined {
    writeRequest(this.#writer, request, options?.signal !== undefined);
  }

  protected override cancel(id: number): void {
    if (this.closedBy === undefined) this.#writer.writeValue("cancel", id, 0);
  }

  protected override async disconnect(): Promise<void> {
    this.#control({ lutra: "close" });
    this.#end();
  }

  readonly #message = (message: unknown): void => {
    try {
      const batch = readPortMessage(message);
      if ("lutra" in batch) this.#controlled(batch);
      else for (const record of batch) this.receive(responseOf(record));
    } catch (error) {
      this.#control({ lutra: "close" });
      this.#fail(error as RunnerError);
    }
  };

  #controlled(message: ControlMessage): void {
    if (message.lutra === "ready") {
      this.#cancelStartTimer();
      this.#stopWatching();
      this.#stopWatching = watchLifeLock(message.lock, () =>
        this.#lost("the worker was terminated, or its page was closed"),
      );
      this.#writer.start();
    } else if (message.lutra === "close") {
      const { reason, code = ErrorCode.CONNECTION_CLOSED } = message;
      this.#fail(new RunnerError(reason ?? "the server closed the connection", { code }));
    } else {
      throw malformed("a request to connect; only one side of a port can be the client");
    }
  }

  readonly #lost = (what: string, cause?: unknown): void => {
    // A browser's worker goes on after an uncaught error, but no one waits for its responses any
    // more.
    this.#control({ lutra: "close" });
    const message = `the connection to the runner was lost: ${what}`;
    this.#fail(new RunnerError(message, { code: ErrorCode.CONNECTION_CLOSED, cause }));
  };

  #fail(error: RunnerError): void {
    this.close(error);
    this.#end();
  }

  #end(): void {
    this.#cancelStartTimer();
    this.#stopWatching();
    this.#stopListening();
    this.#port.close?.();
    if (this.closedBy !== undefined) this.#resolveClosed(this.closedBy);
  }

  #control(message: ControlMessage): void {
    try {
      this.#port.postMessage(message, []);
    } catch {
      // What cannot be told any more is told by the port's end.
    }
  }
}

function notServing(startTimeoutMs: number): RunnerError {
  const message =
    `nothing serves the other side of the port after startTimeoutMs, ${startTimeoutMs} ms: ` +
    "the worker must call servePort(runner, workerPort())";
  return new RunnerError(message, { code: ErrorCode.TIMEOUT });
}
