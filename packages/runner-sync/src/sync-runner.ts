import {
  ErrorCode,
  listenTo,
  type PortLike,
  type Program,
  RunnerError,
  RunnerSync,
  type TypedProgram,
} from "@lutra/runner-core";
import { assertCanBlock } from "./can-block.ts";
import { decodeError } from "./error-body.ts";
import { Lifeline } from "./lifeline.ts";
import { allocateMailbox, attendance, Mailbox, type RequestKind } from "./mailbox.ts";
import { isReadyMessage, type PortMessage } from "./port-message.ts";

/** A worker, or one end of a `MessageChannel` whose other end a worker has. */
export interface SyncPort extends PortLike {
  /** Only workers have it. */
  terminate?(): unknown;
}

/** Options of a {@link SyncRunner}. */
export interface SyncRunnerOptions {
  /**
   * How long a call may take, in milliseconds, the start of the worker included; then it throws `TIMEOUT` and is
   * aborted. `Infinity` waits. @default 60000
   */
  readonly timeoutMs?: number | undefined;
  /** Room for messages at the start, in bytes; it grows by powers of two. @default 65536 */
  readonly mailboxBytes?: number | undefined;
  /** The largest input, program or output, in bytes; larger ones throw `LIMIT_EXCEEDED`. @default 1073741824 (1 GiB) */
  readonly maxMessageBytes?: number | undefined;
  /**
   * Whether `executeSync` returns a view of shared memory, which the next call overwrites. Saves a copy; in browsers
   * `TextDecoder` does not take such views. @default false
   */
  readonly sharedOutput?: boolean | undefined;
}

/** A {@link SyncRunner}'s handle of a program that the runner in the worker holds. */
export interface SyncProgram {
  /** The id that names the program between the threads. */
  readonly programId: number;
}

/** How long a blocked thread goes without looking whether the worker still lives. */
const lookMs = 50;
/** How long the worker has for an orderly end. */
const shutdownMs = 5000;

const noBytes = new Uint8Array();

/**
 * Makes a synchronous runner of an asynchronous one that lives in a worker, whose module calls `exposeRunner`. A call
 * blocks this thread until the worker has answered; the worker's event loop runs meanwhile.
 *
 * Every call ends: with its output, with the runner's error, with `TIMEOUT` after `timeoutMs`, or with
 * `CONNECTION_CLOSED` when the worker is gone. In Node that is noticed within 50 ms, also when the worker throws while
 * it loads; elsewhere a worker that vanishes without an uncaught error is noticed by the time-out. A call that timed
 * out is aborted in the worker, and its late reply is never seen.
 *
 * Works in Node, and in the workers of browsers on cross-origin isolated pages; there, await {@link SyncRunner.ready}
 * before the first call, because a blocked worker cannot start another one.
 *
 * The worker belongs to the runner: {@link SyncRunner.shutdownSync} ends it, and until then the runner handles its
 * `error` events.
 *
 * @see the interface crate's `SyncRunner`
 *
 * @example
 * ```ts
 * using runner = new SyncRunner(new Worker(new URL("./worker.js", import.meta.url)));
 * const output = runner.runSync(program, input);
 * ```
 */
export class SyncRunner extends RunnerSync<SyncProgram> {
  /** Resolves when the worker serves; rejects with the error that calls throw if it never will. */
  readonly ready: Promise<void>;
  readonly #port: SyncPort;
  readonly #timeoutMs: number;
  readonly #maxMessageBytes: number;
  readonly #sharedOutput: boolean;
  readonly #lifeline = new Lifeline();
  readonly #programs = new Set<SyncProgram>();
  readonly #stopListening: () => void;
  #mailbox: Mailbox;
  #nextProgramId = 0;
  #closedBy: RunnerError | undefined;
  #rejectReady: (error: RunnerError) => void = () => {};

  /**
   * @throws RunnerError `UNSUPPORTED` where a thread cannot block; RangeError for an option out of range; TypeError if
   * the port has no events
   */
  constructor(port: SyncPort, options: SyncRunnerOptions = {}) {
    super();
    assertCanBlock();
    const { timeoutMs = 60_000, mailboxBytes = 65_536, maxMessageBytes = 2 ** 30 } = options;
    if (!(timeoutMs > 0)) throw new RangeError(`timeoutMs must be above 0, got ${timeoutMs}`);
    this.#maxMessageBytes = checkedBytes("maxMessageBytes", maxMessageBytes, 2 ** 32 - 1);
    this.#timeoutMs = timeoutMs;
    this.#sharedOutput = options.sharedOutput ?? false;
    this.#port = port;
    let resolveReady = (): void => {};
    this.ready = new Promise((resolve, reject) => {
      resolveReady = resolve;
      this.#rejectReady = reject;
    });
    // Who only calls, and gets the error there, need not handle it here.
    this.ready.catch(() => {});
    this.#stopListening = listenTo(port, {
      message: (message) => {
        if (!isReadyMessage(message)) return;
        if (this.#mailbox.hasFailed) this.#fail(decodeError(this.#mailbox.failure));
        else resolveReady();
      },
      lost: (what, cause) => this.#lose(what, cause),
    });
    this.#mailbox = new Mailbox(
      allocateMailbox(checkedBytes("mailboxBytes", mailboxBytes, maxMessageBytes)),
    );
    const { farEnd } = this.#lifeline;
    this.#post({ lutraSync: "mailbox", memory: this.#mailbox.memory, lifeline: farEnd }, [farEnd]);
  }

  /** As `Run.run`, in one round trip. */
  override runSync<I, O>(program: TypedProgram<I, O>, input: I): O {
    const { bytes } = program.program;
    const output = this.#call("run", bytes.length, bytes, program.input.encode(input));
    return program.output.decode(output);
  }

  override prepareSync(program: Program): SyncProgram {
    const prepared: SyncProgram = { programId: this.#nextProgramId };
    // Only a prepare that went well takes its id: the next one replaces what a time-out may have left there.
    this.#call("prepare", prepared.programId, program.bytes);
    this.#nextProgramId = (this.#nextProgramId + 1) >>> 0;
    this.#programs.add(prepared);
    return prepared;
  }

  /** As `RunSync.executeSync`; with the option `sharedOutput` the output is valid until the next call. */
  override executeSync(prepared: SyncProgram, input: Uint8Array): Uint8Array {
    if (!this.#programs.has(prepared) && this.#closedBy === undefined) {
      const message = `Program ${prepared.programId} not prepared`;
      throw new RunnerError(message, { code: ErrorCode.PROGRAM_NOT_FOUND });
    }
    const output = this.#request("execute", prepared.programId, input);
    return this.#sharedOutput ? output : output.slice();
  }

  override releaseSync(prepared: SyncProgram): void {
    if (this.#programs.delete(prepared)) this.#call("release", prepared.programId);
  }

  override getInterfaceSync(): string {
    return new TextDecoder().decode(this.#call("getInterface", 0));
  }

  override getExternalsSync(): readonly string[] {
    const text = new TextDecoder().decode(this.#call("getExternals", 0));
    return JSON.parse(text) as readonly string[];
  }

  /**
   * Shuts down the runner in the worker, and terminates the worker when that is done, or after 5 s. A worker that is gone
   * or does not answer is no error; a second shutdown does nothing.
   *
   * @throws RunnerError as the runner's own shutdown does
   */
  override shutdownSync(): void {
    if (this.#closedBy !== undefined) return this.#end();
    try {
      this.#request("shutdown", 0, noBytes, noBytes, Math.min(this.#timeoutMs, shutdownMs));
    } catch (error) {
      const { code } = error as RunnerError;
      if (code !== ErrorCode.CONNECTION_CLOSED && code !== ErrorCode.TIMEOUT) throw error;
    } finally {
      this.#close("the runner was shut down");
      this.#end();
    }
  }

  /** The reply as bytes of its own. */
  #call(
    kind: RequestKind,
    argument: number,
    first: Uint8Array = noBytes,
    second: Uint8Array = noBytes,
  ): Uint8Array {
    return this.#request(kind, argument, first, second).slice();
  }

  /** Makes one request, with up to two pieces of bytes. The reply is a view of the mailbox. */
  #request(
    kind: RequestKind,
    argument: number,
    first: Uint8Array,
    second: Uint8Array = noBytes,
    timeoutMs: number = this.#timeoutMs,
  ): Uint8Array {
    this.#assertOpen();
    const deadline = performance.now() + timeoutMs;
    const length = first.length + second.length;
    this.#reserve(length, "request");
    this.#mailbox.data.set(first);
    this.#mailbox.data.set(second, first.length);
    let reply = this.#exchange(kind, argument, length, deadline);
    if (reply.status === "tooLarge") {
      this.#reserve(reply.length, "reply");
      reply = this.#exchange("rest", 0, 0, deadline);
    }
    const bytes = this.#mailbox.data.subarray(0, reply.length);
    if (reply.status === "failed") throw decodeError(bytes.slice());
    return bytes;
  }

  #exchange(
    kind: RequestKind,
    argument: number,
    length: number,
    deadline: number,
  ): Mailbox["reply"] {
    const mailbox = this.#mailbox;
    const number = mailbox.post(kind, argument, length);
    if (mailbox.attendance === attendance.needsMessage) this.#post({ lutraSync: "wake" });
    // A thread may wake for no reason, so what counts is what the mailbox says.
    while (!mailbox.isAnswered(number)) {
      if (mailbox.hasFailed) throw this.#fail(decodeError(mailbox.failure));
      const remainingMs = deadline - performance.now();
      if (remainingMs <= 0) throw this.#timeOut(kind);
      mailbox.waitForReply(number, Math.min(remainingMs, lookMs));
      if (!mailbox.isAnswered(number) && !mailbox.hasFailed && this.#lifeline.isCut)
        throw this.#fail(this.#workerGone());
    }
    return mailbox.reply;
  }

  /** Makes room for a message; the mailbox must be idle. */
  #reserve(length: number, what: string): void {
    const { length: capacity } = this.#mailbox.data;
    if (length <= capacity) return;
    if (length > this.#maxMessageBytes) {
      const message = `a ${what} of ${length} bytes exceeds maxMessageBytes, ${this.#maxMessageBytes}`;
      throw new RunnerError(message, { code: ErrorCode.LIMIT_EXCEEDED });
    }
    const doubled = 2 ** Math.ceil(Math.log2(length));
    this.#replaceMailbox(Math.min(doubled, this.#maxMessageBytes));
  }

  #replaceMailbox(dataBytes: number): void {
    this.#mailbox.close();
    this.#mailbox = new Mailbox(allocateMailbox(dataBytes));
    this.#post({ lutraSync: "mailbox", memory: this.#mailbox.memory });
  }

  #timeOut(kind: RequestKind): RunnerError {
    const reason =
      this.#mailbox.attendance === attendance.none
        ? "the worker does not serve: its module must call exposeRunner(runner), and load within that time"
        : `${kind} was aborted`;
    this.#replaceMailbox(this.#mailbox.data.length);
    const message = `no answer within timeoutMs, ${this.#timeoutMs} ms: ${reason}`;
    return new RunnerError(message, { code: ErrorCode.TIMEOUT });
  }

  #workerGone(): RunnerError {
    const message =
      this.#mailbox.attendance === attendance.none
        ? "the worker ended before it served: its module threw while it loaded, or did not call exposeRunner"
        : "the worker ended";
    return new RunnerError(message, { code: ErrorCode.CONNECTION_CLOSED });
  }

  /** Learns from an event, between calls, that the worker is gone. */
  #lose(what: string, cause: unknown): void {
    const message = `the worker is gone: ${what}`;
    this.#fail(new RunnerError(message, { code: ErrorCode.CONNECTION_CLOSED, cause }));
  }

  #close(message: string): void {
    this.#fail(new RunnerError(message, { code: ErrorCode.CONNECTION_CLOSED }));
  }

  /** Ends the runner with an error; the first one that has a cause is what later calls tell. */
  #fail(error: RunnerError): RunnerError {
    if (
      this.#closedBy === undefined ||
      (this.#closedBy.cause === undefined && error.cause !== undefined)
    ) {
      this.#closedBy = error;
    }
    this.#programs.clear();
    this.#rejectReady(error);
    return error;
  }

  #end(): void {
    this.#stopListening();
    this.#mailbox.close();
    this.#lifeline.close();
    void this.#port.terminate?.();
    this.#port.close?.();
  }

  #assertOpen(): void {
    if (this.#closedBy !== undefined) throw this.#closedBy;
  }

  #post(message: PortMessage, transfer: readonly MessagePort[] = []): void {
    this.#port.postMessage(message, [...transfer]);
  }
}

/** @throws RangeError for a size out of range, naming the option */
function checkedBytes(option: string, value: number, max: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new RangeError(`${option} must be a whole number from 1 to ${max}, got ${value}`);
}
