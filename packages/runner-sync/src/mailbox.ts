/** What a request asks for, by the number that stands for it; `rest` fetches a reply that the mailbox was too small for. */
export const requestKinds = [
  "prepare",
  "execute",
  "release",
  "getInterface",
  "getExternals",
  "run",
  "rest",
  "shutdown",
] as const;

/** A request's kind. */
export type RequestKind = (typeof requestKinds)[number];

/** How a request ended, by the number that stands for it; after `tooLarge` only the reply's size is known. */
export const replyStatuses = ["done", "failed", "tooLarge"] as const;

/** A reply's status. */
export type ReplyStatus = (typeof replyStatuses)[number];

/** How the serving side learns of a request: not yet at all, by itself, or by a message on the port. */
export const attendance = { none: 0, waits: 1, needsMessage: 2 } as const;

// Words of the control block. The caller writes the first group and `closed`, the serving side the second; each makes
// its side known by a change of its counter, and then does not touch mailbox or words until the other has answered.
const request = 0;
const kind = 1;
const argument = 2;
const requestLength = 3;
const closed = 4;
const reply = 5;
const status = 6;
const replyLength = 7;
const attended = 8;
const failed = 9;
const wordCount = 10;

/** Room for the error that ends everything. */
export const failureBytes = 8192;

/** What crosses to the other thread. */
export interface MailboxMemory {
  readonly control: SharedArrayBuffer;
  readonly data: SharedArrayBuffer;
}

/** `Atomics.waitAsync`, which the libraries of TypeScript know from ES2024 on. */
type WaitAsync = (
  words: Int32Array<SharedArrayBuffer>,
  index: number,
  value: number,
) => { readonly async: boolean; readonly value: unknown };

/** Whether this platform can wait without blocking; else requests need a message to be noticed. */
export function canWaitAsync(): boolean {
  return waitAsync() !== undefined;
}

function waitAsync(): WaitAsync | undefined {
  return (Atomics as { waitAsync?: WaitAsync }).waitAsync;
}

/** Reserves the memory of a mailbox for messages of up to this many bytes. */
export function allocateMailbox(dataBytes: number): MailboxMemory {
  return {
    control: new SharedArrayBuffer(wordCount * 4 + failureBytes),
    data: new SharedArrayBuffer(dataBytes),
  };
}

/**
 * Memory that two threads share, through which one request and one reply go at a time. A mailbox is given up, never
 * cleaned up: after a time-out, or to grow, the caller closes it and uses a fresh one, so that a reply that is late is
 * written where nobody looks.
 */
export class Mailbox {
  readonly memory: MailboxMemory;
  readonly data: Uint8Array<SharedArrayBuffer>;
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #failure: Uint8Array<SharedArrayBuffer>;

  constructor(memory: MailboxMemory) {
    this.memory = memory;
    this.data = new Uint8Array(memory.data);
    this.#words = new Int32Array(memory.control, 0, wordCount);
    this.#failure = new Uint8Array(memory.control, wordCount * 4);
  }

  // The caller's side.

  /**
   * Posts a request whose bytes are in `data` already.
   *
   * @returns the request's number
   */
  post(what: RequestKind, value: number, length: number): number {
    const words = this.#words;
    words[kind] = requestKinds.indexOf(what);
    words[argument] = value;
    words[requestLength] = length;
    const number = (Atomics.load(words, request) + 1) | 0;
    Atomics.store(words, request, number);
    Atomics.notify(words, request);
    return number;
  }

  /** How the serving side learns of requests. Ask after {@link Mailbox.post}: it may come to serve just then. */
  get attendance(): number {
    return Atomics.load(this.#words, attended);
  }

  /** Blocks until the request is answered, the time is over, or for no reason. */
  waitForReply(number: number, maxWaitMs: number): void {
    const words = this.#words;
    const answered = Atomics.load(words, reply);
    if (answered !== number && !this.hasFailed) Atomics.wait(words, reply, answered, maxWaitMs);
  }

  isAnswered(number: number): boolean {
    return Atomics.load(this.#words, reply) === number;
  }

  /** The status of the request that is answered, and how many bytes of `data` the reply takes, or would take. */
  get reply(): { readonly status: ReplyStatus; readonly length: number } {
    const words = this.#words;
    return {
      status: replyStatuses[words[status] ?? 0] ?? "failed",
      length: (words[replyLength] as number) >>> 0,
    };
  }

  /** Gives the mailbox up: the serving side ends what it does for it. */
  close(): void {
    Atomics.store(this.#words, closed, 1);
    Atomics.add(this.#words, request, 1);
    Atomics.notify(this.#words, request);
  }

  /** Whether the serving side will not answer any more. */
  get hasFailed(): boolean {
    return Atomics.load(this.#words, failed) !== 0;
  }

  /** What was given to {@link Mailbox.fail}. */
  get failure(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#failure.subarray(0, Atomics.load(this.#words, failed)));
  }

  // The serving side.

  /** Tells the caller that somebody is there, and how requests are noticed. */
  attend(how: number): void {
    Atomics.store(this.#words, attended, how);
  }

  /** The number of the latest request; 0 before the first. */
  get latestRequest(): number {
    return Atomics.load(this.#words, request);
  }

  get isClosed(): boolean {
    return Atomics.load(this.#words, closed) !== 0;
  }

  /** The request that was posted last. */
  get request(): {
    readonly kind: RequestKind | undefined;
    readonly argument: number;
    readonly length: number;
  } {
    const words = this.#words;
    return {
      kind: requestKinds[words[kind] ?? -1],
      argument: (words[argument] as number) >>> 0,
      length: (words[requestLength] as number) >>> 0,
    };
  }

  /** What settles when the latest request may not be this one any more; `undefined` if it is not already. */
  changeOf(number: number): Promise<unknown> | undefined {
    const waiting = waitAsync()?.call(Atomics, this.#words, request, number);
    return waiting?.async === true ? (waiting.value as Promise<unknown>) : undefined;
  }

  /** Answers a request whose reply is in `data` already. */
  answer(number: number, how: ReplyStatus, length: number): void {
    const words = this.#words;
    words[status] = replyStatuses.indexOf(how);
    words[replyLength] = length;
    Atomics.store(words, reply, number);
    Atomics.notify(words, reply);
  }

  /** Tells the caller that nothing will be answered any more, and why: 1 to {@link failureBytes} bytes. */
  fail(error: Uint8Array): void {
    this.#failure.set(error);
    Atomics.store(this.#words, failed, error.length);
    // The counter changes too: a thread that is just about to wait must not.
    Atomics.add(this.#words, reply, -1);
    Atomics.notify(this.#words, reply);
  }
}
