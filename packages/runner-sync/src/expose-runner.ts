import { ErrorCode, type Run, RunnerError } from "@lutra/runner-core";
import { errorMessage, listenTo, type PortLike, workerPort } from "@lutra/runner-core/transport";
import { encodeShortError } from "./error-body.ts";
import { holdLifeline } from "./lifeline.ts";
import { failureBytes } from "./mailbox.ts";
import { isPortMessage, type ReadyMessage } from "./port-message.ts";
import { failed, type Reply, RequestHandler } from "./request-handler.ts";
import { ServerMailbox } from "./server-mailbox.ts";
import { watchUncaughtErrors } from "./uncaught-errors.ts";

/** Options of {@link exposeRunner}. */
export interface ExposeRunnerOptions {
  /** Port to the caller. @default the port to the creator of this worker */
  readonly port?: PortLike | undefined;
  /**
   * Lets the runner read inputs from shared memory. Saves a copy, but much of what takes bytes (`TextDecoder` and
   * `fetch` in browsers, `fetch` in Node) does not take such views. @default false
   */
  readonly sharedInput?: boolean | undefined;
}

/**
 * Lets a `SyncRunner` in another thread call a runner in this one: what a worker's module calls, once, before it awaits
 * anything; a runner that takes time to make is given as a promise.
 *
 * The runner is the caller's: `shutdownSync` there shuts it down. Uncaught errors of this worker end the caller's calls,
 * with the error as their cause. Inputs are valid until their call has settled, as the interface says.
 *
 * @throws RunnerError `UNSUPPORTED` outside a worker, if no port is given
 *
 * @example
 * ```ts
 * exposeRunner(runner);
 * ```
 */
export function exposeRunner(runner: Run | Promise<Run>, options: ExposeRunnerOptions = {}): void {
  new Exposure(runner, options.port ?? workerPort(), options.sharedInput ?? false);
}

/**
 * Longest time that calls may follow each other within one turn of the event loop, in milliseconds; then timers, input
 * and output get theirs.
 */
const maxTurnMs = 1;

/** A mailbox that is being served, and the signal that aborts the call made through it. */
interface Served {
  readonly mailbox: ServerMailbox;
  readonly signal: AbortSignal;
}

class Exposure {
  readonly #port: PortLike;
  readonly #runner: Promise<Run>;
  readonly #stopListening: () => void;
  readonly #stopWatching: () => void;
  #handler: RequestHandler | undefined;
  #served: Served | undefined;
  /** Aborts the call that is being made. */
  #abort = new AbortController();
  /** Reason why no request can be served, as the caller reads it. */
  #failure: Uint8Array | undefined;

  constructor(runner: Run | Promise<Run>, port: PortLike, sharedInput: boolean) {
    this.#port = port;
    this.#runner = Promise.resolve(runner);
    this.#stopWatching = watchUncaughtErrors((error) => this.#fail("failed", error));
    this.#stopListening = listenTo(port, {
      message: (message) => this.#message(message),
      lost: () => this.#abandoned(),
    });
    this.#runner.then(
      (ready) => {
        this.#handler = new RequestHandler(ready, () => this.#abort.signal, sharedInput);
        if (this.#served !== undefined) this.#attend(this.#served, this.#handler);
      },
      (error: unknown) => this.#fail("could not make its runner", error),
    );
  }

  #message(message: unknown): void {
    if (!isPortMessage(message)) return;
    if (message.lutraSync === "wake") {
      this.#served?.mailbox.wake();
      return;
    }
    if (message.lifeline !== undefined) holdLifeline(message.lifeline);
    this.#giveUp();
    const mailbox = new ServerMailbox(message.memory);
    this.#abort = new AbortController();
    this.#served = { mailbox, signal: this.#abort.signal };
    if (this.#failure !== undefined) this.#refuse(mailbox, this.#failure);
    else if (this.#handler !== undefined) this.#attend(this.#served, this.#handler);
  }

  #attend(served: Served, handler: RequestHandler): void {
    served.mailbox.attend();
    void this.#serve(served, handler);
    // Not before: a browser delivers what was posted to a worker that is starting with the help of
    // its creator's event loop, so a caller may block only once it knows that the mailbox has
    // arrived.
    this.#tellReady();
  }

  /** Serves requests, one after the other, until the caller has closed the mailbox. */
  async #serve({ mailbox, signal }: Served, handler: RequestHandler): Promise<void> {
    let turnStartMs = performance.now();
    let next = mailbox.nextRequest();
    for (;;) {
      if (next !== undefined) {
        await next;
        turnStartMs = performance.now();
      }
      if (mailbox.isClosed || signal.aborted) return;
      const request = mailbox.take();
      if (request === undefined) {
        next = mailbox.nextRequest();
        continue;
      }
      // It is the last one; then the port must not keep the worker alive.
      if (request.kind === "shutdown") this.#end();
      const reply = await handler.reply(mailbox, request);
      // Given up: the caller looks elsewhere, but need not be written to.
      if (signal.aborted) return;
      // A quick caller has posted again by the time its reply is out, and is served in this same
      // turn; only waiting ends the turn.
      const turnIsOver = performance.now() - turnStartMs >= maxTurnMs;
      next = turnIsOver ? mailbox.nextRequest() : undefined;
      if (!answer(mailbox, reply)) handler.keep(reply);
      next ??= mailbox.nextRequest();
    }
  }

  #giveUp(): void {
    const reason = new RunnerError("the caller has given the call up", { code: ErrorCode.TIMEOUT });
    this.#abort.abort(reason);
  }

  #fail(what: string, cause: unknown): void {
    const text = errorMessage(cause).display;
    const options = { code: ErrorCode.CONNECTION_CLOSED, cause };
    const error = new RunnerError(`the worker ${what}: ${text}`, options);
    this.#failure = encodeShortError(errorMessage(error), failureBytes);
    if (this.#served !== undefined) this.#refuse(this.#served.mailbox, this.#failure);
  }

  #refuse(mailbox: ServerMailbox, failure: Uint8Array): void {
    mailbox.fail(failure);
    this.#tellReady();
  }

  /** Tells a caller that does not block yet to look at the mailbox. */
  #tellReady(): void {
    this.#port.postMessage({ lutraSync: "ready" } satisfies ReadyMessage, []);
  }

  /** Shuts down: no one is there any more who could ask for it. */
  #abandoned(): void {
    this.#giveUp();
    this.#end();
    const shutDown = async (): Promise<void> => {
      await this.#runner;
      await this.#handler?.shutDown();
    };
    shutDown().catch(() => {});
  }

  /** Lets the worker end. */
  #end(): void {
    this.#stopListening();
    this.#stopWatching();
  }
}

/**
 * Does the same as {@link ServerMailbox.answer}, also for an output that the runner has transferred away since it
 * returned it.
 */
function answer(mailbox: ServerMailbox, reply: Reply): boolean {
  try {
    return mailbox.answer(reply.status, reply.bytes);
  } catch (cause) {
    const message = "the runner transferred its output away before the caller had it";
    const { status, bytes } = failed(
      new RunnerError(message, { code: ErrorCode.EXECUTION_ERROR, cause }),
    );
    return mailbox.answer(status, bytes);
  }
}
