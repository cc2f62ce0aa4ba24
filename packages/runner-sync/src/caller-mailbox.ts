import {
  allocateMailbox,
  type MailboxMemory,
  replyStatuses,
  type ReplyStatus,
  type RequestKind,
  requestKinds,
  viewsOf,
  word,
} from "./mailbox.ts";

/** A reply whose bytes are the first ones of `data`, or would be. */
export interface MailboxReply {
  readonly status: ReplyStatus;
  readonly length: number;
}

/** The caller's side of a mailbox. The protocol is in `mailbox.ts`. */
export class CallerMailbox {
  readonly memory: MailboxMemory;
  readonly data: Uint8Array<SharedArrayBuffer>;
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #failure: Uint8Array<SharedArrayBuffer>;
  #posted = 0;

  constructor(dataBytes: number) {
    this.memory = allocateMailbox(dataBytes);
    const { words, failure, data } = viewsOf(this.memory);
    this.#words = words;
    this.#failure = failure;
    this.data = data;
  }

  /** Posts a request whose bytes are in `data` already. */
  post(kind: RequestKind, argument: number, length: number): void {
    const words = this.#words;
    words[word.kind] = requestKinds.indexOf(kind);
    words[word.argument] = argument;
    words[word.requestLength] = length;
    this.#posted = (this.#posted + 1) | 0;
    Atomics.store(words, word.request, this.#posted);
    Atomics.notify(words, word.request);
  }

  /** `true` if the latest request has its reply. */
  get isAnswered(): boolean {
    return Atomics.load(this.#words, word.reply) === this.#posted;
  }

  /** Blocks until the latest request is answered, the server fails, the time is over, or for no reason. */
  wait(maxWaitMs: number): void {
    Atomics.wait(this.#words, word.reply, (this.#posted - 1) | 0, maxWaitMs);
  }

  /** The reply to the latest request, once that is answered. */
  get reply(): MailboxReply {
    return {
      status: replyStatuses[this.#words[word.status] as number] as ReplyStatus,
      length: (this.#words[word.replyLength] as number) >>> 0,
    };
  }

  /**
   * Way in which the server learns of requests. Ask after {@link CallerMailbox.post}: it may come to serve just then.
   */
  get attendance(): number {
    return Atomics.load(this.#words, word.attendance);
  }

  /** `true` if the server will not reply any more. */
  get hasFailed(): boolean {
    return Atomics.load(this.#words, word.failed) !== 0;
  }

  /** Reason why the server will not reply any more. */
  get failure(): Uint8Array<ArrayBuffer> {
    const length = Atomics.load(this.#words, word.failed);
    return new Uint8Array(this.#failure.subarray(0, length));
  }

  /** Closes the mailbox for good. */
  close(): void {
    Atomics.store(this.#words, word.closed, 1);
    Atomics.add(this.#words, word.request, 1);
    Atomics.notify(this.#words, word.request);
  }
}
