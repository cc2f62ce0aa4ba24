import { ErrorCode, RunnerError } from "@lutra/runner-core";
import { listenTo, type PortLike } from "@lutra/runner-core/transport";
import { CallerMailbox, type MailboxReply } from "./caller-mailbox.ts";
import { decodeError } from "./error-body.ts";
import { Lifeline } from "./lifeline.ts";
import { attendance, type RequestKind } from "./mailbox.ts";
import { isReadyMessage, type PortMessage } from "./port-message.ts";

/** A worker, or one end of a `MessageChannel` whose other end a worker has. */
export interface SyncPort extends PortLike {
  /** Only workers have it. */
  terminate?(): unknown;
}

/** Sizes in bytes, times in milliseconds; all are set. */
export interface BlockingConnectionOptions {
  readonly timeoutMs: number;
  readonly mailboxBytes: number;
  readonly maxMessageBytes: number;
}

/** Interval at which a blocked thread looks whether the worker still lives, in milliseconds. */
const lookMs = 50;

const noBytes = new Uint8Array();

/**
 * The caller's end: makes one blocking request at a time, replaces the mailbox when it is too small or its call was
 * given up, and knows why nothing can be asked any more.
 */
export class BlockingConnection {
  /** Resolves when the worker serves; rejects with the error that calls throw if it never will. */
  readonly ready: Promise<void>;
  readonly #port: SyncPort;
  readonly #timeoutMs: number;
  readonly #maxMessageBytes: number;
  readonly #lifeline = new Lifeline();
  readonly #stopListening: () => void;
  #mailbox: CallerMailbox;
  #closedBy: RunnerError | undefined;
  #rejectReady: (error: RunnerError) => void = () => {};

  /** @throws TypeError if the port has no events */
  constructor(port: SyncPort, options: BlockingConnectionOptions) {
    this.#port = port;
    this.#timeoutMs = options.timeoutMs;
    this.#maxMessageBytes = options.maxMessageBytes;
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
      lost: (what, cause) => {
        this.#fail(connectionClosed(`the worker is gone: ${what}`, cause));
      },
    });
    this.#mailbox = new CallerMailbox(options.mailboxBytes);
    const { farEnd } = this.#lifeline;
    this.#post({ lutraSync: "mailbox", memory: this.#mailbox.memory, lifeline: farEnd }, [farEnd]);
  }

  /** `true` if no further request is possible. */
  get isClosed(): boolean {
    return this.#closedBy !== undefined;
  }

  /**
   * Makes one request, with up to two pieces of bytes, and blocks until it is answered.
   *
   * @returns the reply's bytes, a view of shared memory that is valid until the next request
   */
  request(
    kind: RequestKind,
    argument: number = 0,
    first: Uint8Array = noBytes,
    second: Uint8Array = noBytes,
    timeoutMs: number = this.#timeoutMs,
  ): Uint8Array {
    if (this.#closedBy !== undefined) throw this.#closedBy;
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

  /** Makes later requests fail. The worker and what it runs are as they were. */
  close(message: string): void {
    this.#fail(connectionClosed(message));
  }

  /** Ends the worker, and frees what this end holds. */
  end(): void {
    this.#stopListening();
    this.#mailbox.close();
    this.#lifeline.close();
    void this.#port.terminate?.();
    this.#port.close?.();
  }

  #exchange(kind: RequestKind, argument: number, length: number, deadline: number): MailboxReply {
    const mailbox = this.#mailbox;
    mailbox.post(kind, argument, length);
    let isWoken = mailbox.attendance === attendance.needsMessage;
    if (isWoken) this.#post({ lutraSync: "wake" });
    // A thread may wake for no reason, so only the mailbox tells.
    while (!mailbox.isAnswered) {
      if (mailbox.hasFailed) throw this.#fail(decodeError(mailbox.failure));
      const remainingMs = deadline - performance.now();
      if (remainingMs <= 0) throw this.#timeOut(kind);
      mailbox.wait(Math.min(remainingMs, lookMs));
      if (!mailbox.isAnswered && !mailbox.hasFailed && this.#lifeline.isCut)
        throw this.#fail(connectionClosed(this.#howWorkerEnded()));
      if (isWoken || mailbox.isAnswered) continue;
      // A notification may have left the worker's event loop asleep, see mailbox.ts.
      this.#post({ lutraSync: "wake" });
      isWoken = true;
    }
    return mailbox.reply;
  }

  /** Makes room for a message; the mailbox must be idle. */
  #reserve(length: number, what: string): void {
    const { length: capacity } = this.#mailbox.data;
    if (length <= capacity) return;
    if (length > this.#maxMessageBytes) {
      const message = `a ${what} of ${length} bytes exceeds maxMessageBytes, ${this.#maxMessageBytes}`;
      throw new RunnerError(message, { code: ErrorCode.FRAME_TOO_LARGE });
    }
    const doubled = 2 ** Math.ceil(Math.log2(length));
    this.#replaceMailbox(Math.min(doubled, this.#maxMessageBytes));
  }

  #replaceMailbox(dataBytes: number): void {
    this.#mailbox.close();
    this.#mailbox = new CallerMailbox(dataBytes);
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

  #howWorkerEnded(): string {
    return this.#mailbox.attendance === attendance.none
      ? "the worker ended before it served: its module threw while it loaded, or did not call exposeRunner"
      : "the worker ended";
  }

  /** Makes later requests fail; they throw the first error that has a cause. */
  #fail(error: RunnerError): RunnerError {
    const tellsMore = this.#closedBy?.cause === undefined && error.cause !== undefined;
    if (this.#closedBy === undefined || tellsMore) this.#closedBy = error;
    this.#rejectReady(error);
    return error;
  }

  #post(message: PortMessage, transfer: readonly MessagePort[] = []): void {
    this.#port.postMessage(message, [...transfer]);
  }
}

function connectionClosed(message: string, cause?: unknown): RunnerError {
  return new RunnerError(message, { code: ErrorCode.CONNECTION_CLOSED, cause });
}
