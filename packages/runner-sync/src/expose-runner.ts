import {
  ErrorCode,
  errorMessage,
  listenTo,
  type PortLike,
  type RequestMessage,
  type ResponseMessage,
  type Run,
  RunnerError,
  Session,
  workerPort,
} from "@lutra/runner-core";
import { encodeError, encodeShortError } from "./error-body.ts";
import { holdLifeline } from "./lifeline.ts";
import { attendance, canWaitAsync, failureBytes, Mailbox } from "./mailbox.ts";
import { isPortMessage, type ReadyMessage } from "./port-message.ts";
import { watchUncaughtErrors } from "./uncaught-errors.ts";

/** Options of {@link exposeRunner}. */
export interface ExposeRunnerOptions {
  /** Where the caller is. @default the port to who created this worker */
  readonly port?: PortLike | undefined;
  /**
   * Whether the runner reads inputs from shared memory. Saves a copy, for runners that do not keep inputs; in browsers
   * `TextDecoder` does not take such views. @default false
   */
  readonly sharedInput?: boolean | undefined;
}

/**
 * Lets a `SyncRunner` in another thread call a runner in this one: what a worker's module calls, once, before it awaits
 * anything; a runner that takes time to make is given as a promise.
 *
 * The runner is the caller's: `shutdownSync` there shuts it down. Uncaught errors of this worker end the caller's calls,
 * with the error as their cause.
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

/** What a request makes: a reply's bytes. */
interface Reply {
  readonly status: "done" | "failed";
  readonly bytes: Uint8Array;
}

const noBytes = new Uint8Array();

/** A mailbox that is being attended. */
interface Attended {
  readonly mailbox: Mailbox;
  /** Aborts what was asked for through it. */
  readonly abort: AbortController;
  /** The latest request that was noticed. */
  seen: number;
}

class Exposure {
  readonly #port: PortLike;
  readonly #sharedInput: boolean;
  readonly #runner: Promise<Run>;
  readonly #stopListening: () => void;
  readonly #stopWatching: () => void;
  #session: Session | undefined;
  #attended: Attended | undefined;
  /** A reply that did not fit, until the caller has made room for it. */
  #rest: Reply | undefined;
  /** Why nothing can be answered, as the caller reads it. */
  #failure: Uint8Array | undefined;

  constructor(runner: Run | Promise<Run>, port: PortLike, sharedInput: boolean) {
    this.#port = port;
    this.#sharedInput = sharedInput;
    this.#runner = Promise.resolve(runner);
    this.#stopListening = listenTo(port, {
      message: (message) => this.#message(message),
      lost: () => this.#abandoned(),
    });
    this.#stopWatching = watchUncaughtErrors((error) => this.#fail("failed", error));
    this.#runner.then(
      (ready) => {
        this.#session = new Session(this.#abortable(ready), { maxPrograms: 2 ** 32 });
        if (this.#attended !== undefined) this.#attend(this.#attended);
      },
      (error: unknown) => this.#fail("could not make its runner", error),
    );
  }

  #message(message: unknown): void {
    if (!isPortMessage(message)) return;
    if (message.lutraSync === "wake") {
      if (this.#attended !== undefined) this.#check(this.#attended);
      return;
    }
    if (message.lifeline !== undefined) holdLifeline(message.lifeline);
    if (this.#attended !== undefined) this.#giveUp(this.#attended);
    const mailbox = new Mailbox(message.memory);
    this.#attended = { mailbox, abort: new AbortController(), seen: 0 };
    if (this.#failure !== undefined) this.#refuse(mailbox, this.#failure);
    else if (this.#session !== undefined) this.#attend(this.#attended);
  }

  #attend(attended: Attended): void {
    const { mailbox } = attended;
    if (canWaitAsync()) {
      mailbox.attend(attendance.waits);
      void this.#watch(attended);
    } else {
      mailbox.attend(attendance.needsMessage);
      this.#check(attended);
    }
    // Not before: a browser delivers what was posted to a worker that is starting with the help of its creator's event
    // loop, so whoever blocks must know that the mailbox has arrived.
    this.#tellReady();
  }

  async #watch(attended: Attended): Promise<void> {
    while (!attended.abort.signal.aborted) {
      this.#check(attended);
      // Requests are noticed while one is served: that is how its caller gives it up.
      await attended.mailbox.changeOf(attended.seen);
    }
  }

  #check(attended: Attended): void {
    const { mailbox } = attended;
    if (mailbox.isClosed) return this.#giveUp(attended);
    const number = mailbox.latestRequest;
    if (number === attended.seen) return;
    attended.seen = number;
    void this.#serve(attended, number);
  }

  #giveUp(attended: Attended): void {
    const reason = new RunnerError("the caller has given the call up", { code: ErrorCode.TIMEOUT });
    attended.abort.abort(reason);
  }

  async #serve({ mailbox, abort }: Attended, number: number): Promise<void> {
    let reply: Reply;
    try {
      const pending = this.#replyTo(mailbox);
      reply = pending instanceof Promise ? await pending : pending;
    } catch (error) {
      reply = { status: "failed", bytes: encodeError(errorMessage(error)) };
    }
    // Given up: the caller looks elsewhere, but need not be written to.
    if (abort.signal.aborted) return;
    const { bytes, status } = reply;
    if (bytes.length > mailbox.data.length) {
      this.#rest = reply;
      mailbox.answer(number, "tooLarge", bytes.length);
      return;
    }
    // An output that is the input, where it lies, is in its place already.
    const { buffer, byteOffset } = bytes;
    if (buffer !== mailbox.data.buffer || byteOffset !== 0) mailbox.data.set(bytes);
    mailbox.answer(number, status, bytes.length);
  }

  #replyTo(mailbox: Mailbox): Reply | Promise<Reply> {
    const { kind, argument, length } = mailbox.request;
    switch (kind) {
      case "prepare": {
        const program = mailbox.data.slice(0, length);
        return this.#dispatch({ kind, id: 0, programId: argument, program });
      }
      case "execute": {
        const input = this.#input(mailbox, 0, length);
        return this.#dispatch({ kind, id: 0, programId: argument, input });
      }
      case "release":
        return this.#dispatch({ kind, id: 0, programId: argument });
      case "getInterface":
      case "getExternals":
        return this.#dispatch({ kind, id: 0 });
      case "run":
        return this.#run(mailbox.data.slice(0, argument), this.#input(mailbox, argument, length));
      case "rest": {
        const rest = this.#rest;
        this.#rest = undefined;
        return rest ?? { status: "done", bytes: noBytes };
      }
      case "shutdown":
        return this.#shutDown().then(() => ({ status: "done", bytes: noBytes }));
      case undefined:
        throw new RunnerError("a request of no known kind", { code: ErrorCode.PROTOCOL_ERROR });
    }
  }

  #input(mailbox: Mailbox, start: number, end: number): Uint8Array {
    return this.#sharedInput ? mailbox.data.subarray(start, end) : mailbox.data.slice(start, end);
  }

  #dispatch(request: RequestMessage): Promise<Reply> {
    const session = this.#session;
    if (session === undefined) throw new RunnerError("the runner is not ready");
    return session.dispatch(request).then(replyOf);
  }

  async #run(program: Uint8Array, input: Uint8Array): Promise<Reply> {
    // Ids of prepared programs count up from 0; this one is used within a call only.
    const programId = 2 ** 32 - 1;
    const prepared = this.#dispatch({ kind: "prepare", id: 0, programId, program });
    const executed = this.#dispatch({ kind: "execute", id: 0, programId, input });
    const released = this.#dispatch({ kind: "release", id: 0, programId });
    const replies = await Promise.all([prepared, executed, released]);
    return replies.find(({ status }) => status === "failed") ?? replies[1];
  }

  /** The runner, but every call can be given up together with the mailbox through which it was asked for. */
  #abortable(runner: Run): Run {
    const current = (): { signal?: AbortSignal } => this.#attended?.abort ?? {};
    return {
      run: (program, input) => runner.run(program, input),
      prepare: (program) => runner.prepare(program, current()),
      execute: (prepared, input) => runner.execute(prepared, input, current()),
      release: (prepared) => runner.release(prepared),
      getInterface: () => runner.getInterface(),
      getExternals: () => runner.getExternals(),
      shutdown: () => runner.shutdown(),
      [Symbol.asyncDispose]: () => runner.shutdown(),
    };
  }

  #fail(what: string, cause: unknown): void {
    const text = cause instanceof Error ? cause.message : String(cause);
    const options = { code: ErrorCode.CONNECTION_CLOSED, cause };
    const error = new RunnerError(`the worker ${what}: ${text}`, options);
    this.#failure = encodeShortError(errorMessage(error), failureBytes);
    if (this.#attended !== undefined) this.#refuse(this.#attended.mailbox, this.#failure);
  }

  #refuse(mailbox: Mailbox, failure: Uint8Array): void {
    mailbox.fail(failure);
    this.#tellReady();
  }

  /** Tells a caller that does not block yet to look at the mailbox. */
  #tellReady(): void {
    this.#port.postMessage({ lutraSync: "ready" } satisfies ReadyMessage, []);
  }

  /** Nobody is there any more who could ask for a shutdown. */
  #abandoned(): void {
    if (this.#attended !== undefined) this.#giveUp(this.#attended);
    this.#shutDown().catch(() => {});
  }

  /** Releases everything and lets the worker end. */
  async #shutDown(): Promise<void> {
    this.#stopListening();
    this.#stopWatching();
    await this.#session?.close();
    await (await this.#runner).shutdown();
  }
}

function replyOf(response: ResponseMessage): Reply {
  switch (response.kind) {
    case "execute":
      return { status: "done", bytes: response.output };
    case "prepare":
    case "release":
      return { status: "done", bytes: noBytes };
    case "getInterface":
      return { status: "done", bytes: new TextEncoder().encode(response.source) };
    case "getExternals":
      return {
        status: "done",
        bytes: new TextEncoder().encode(JSON.stringify(response.externals)),
      };
    case "error":
      return { status: "failed", bytes: encodeError(response.error) };
  }
}
