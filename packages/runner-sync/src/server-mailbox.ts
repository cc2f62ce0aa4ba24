import {
  attendance,
  type MailboxMemory,
  replyStatuses,
  type ReplyStatus,
  type RequestKind,
  requestKinds,
  viewsOf,
  word,
} from "./mailbox.ts";

/** A request whose bytes are the first ones of `data`. */
export interface MailboxRequest {
  readonly kind: RequestKind | undefined;
  readonly argument: number;
  readonly length: number;
}

/** `Atomics.waitAsync`, which the libraries of TypeScript know from ES2024 on. */
type WaitAsync = (
  words: Int32Array<SharedArrayBuffer>,
  index: number,
  value: number,
) => { readonly async: boolean; readonly value: unknown };

function waitAsync(): WaitAsync | undefined {
  return (Atomics as { waitAsync?: WaitAsync }).waitAsync;
}

/** The server's side of a mailbox. The protocol is in `mailbox.ts`. */
export class ServerMailbox {
  readonly data: Uint8Array<SharedArrayBuffer>;
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #failure: Uint8Array<SharedArrayBuffer>;
  /**
   * Memory that inputs are copied to, over and over: memory that was touched before costs a fraction of fresh memory.
   */
  #input = new Uint8Array();
  #taken = 0;
  #wake: () => void = () => {};

  constructor(memory: MailboxMemory) {
    const { words, failure, data } = viewsOf(memory);
    this.#words = words;
    this.#failure = failure;
    this.data = data;
  }

  /** Tells the caller that somebody serves, and how requests are noticed. */
  attend(): void {
    const how = waitAsync() === undefined ? attendance.needsMessage : attendance.waits;
    Atomics.store(this.#words, word.attendance, how);
  }

  /** `true` if the caller has closed the mailbox. */
  get isClosed(): boolean {
    return Atomics.load(this.#words, word.closed) !== 0;
  }

  /** Takes the posted request, if it was not taken before. */
  take(): MailboxRequest | undefined {
    const words = this.#words;
    const number = Atomics.load(words, word.request);
    if (number === this.#taken) return undefined;
    this.#taken = number;
    return {
      kind: requestKinds[words[word.kind] as number],
      argument: (words[word.argument] as number) >>> 0,
      length: (words[word.requestLength] as number) >>> 0,
    };
  }

  /**
   * Returns a promise that resolves, in a turn of the event loop of its own, when there may be a request to take;
   * `undefined` if there is one already.
   */
  nextRequest(): Promise<unknown> | undefined {
    const wait = waitAsync();
    if (wait !== undefined) {
      const waiting = wait.call(Atomics, this.#words, word.request, this.#taken);
      return waiting.async ? (waiting.value as Promise<unknown>) : undefined;
    }
    if (Atomics.load(this.#words, word.request) !== this.#taken) return undefined;
    return new Promise<void>((resolve) => (this.#wake = resolve));
  }

  /** Tells that there may be a request, after a message on the port. */
  wake(): void {
    this.#wake();
  }

  /** Returns a copy of bytes of the request, valid until it is answered. */
  input(start: number, end: number): Uint8Array {
    const length = end - start;
    // Also when a runner has transferred it away, against the rules: then its length is 0.
    if (this.#input.length < length) this.#input = new Uint8Array(this.data.length);
    this.#input.set(this.data.subarray(start, end));
    return this.#input.subarray(0, length);
  }

  /**
   * Replies to the request that was taken last.
   *
   * @returns whether the bytes fit; if not, the caller was told how many there are
   */
  answer(status: ReplyStatus, bytes: Uint8Array): boolean {
    const fits = bytes.length <= this.data.length;
    // An output that is the input, where it lies, is in its place already.
    const isInPlace = bytes.buffer === this.data.buffer && bytes.byteOffset === 0;
    if (fits && !isInPlace) this.data.set(bytes);
    const words = this.#words;
    words[word.status] = replyStatuses.indexOf(fits ? status : "tooLarge");
    words[word.replyLength] = bytes.length;
    Atomics.store(words, word.reply, this.#taken);
    Atomics.notify(words, word.reply);
    return fits;
  }

  /** Tells the caller that nothing will be answered any more, and why: 1 to `failureBytes` bytes. */
  fail(error: Uint8Array): void {
    this.#failure.set(error);
    Atomics.store(this.#words, word.failed, error.length);
    Atomics.add(this.#words, word.reply, -1);
    Atomics.notify(this.#words, word.reply);
  }
}
