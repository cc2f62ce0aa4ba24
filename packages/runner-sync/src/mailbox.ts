/**
 * # The protocol between the threads
 *
 * A mailbox is memory that two threads share, through which one request and one reply go at a time: `data` holds the
 * bytes, `control` holds words of 32 bits and room for one last error. This page is the whole protocol;
 * `caller-mailbox.ts` and `server-mailbox.ts` do what it says, each for one side.
 *
 * ## Words, and who writes them
 *
 * | word                                  | writer | meaning                                                       |
 * | ------------------------------------- | ------ | ------------------------------------------------------------- |
 * | `request`                             | caller | counts requests; one more step says that the mailbox is closed |
 * | `kind`, `argument`, `requestLength`   | caller | the request; its bytes are the first ones of `data`           |
 * | `closed`                              | caller | 1: the caller has given the mailbox up                        |
 * | `reply`                               | server | the number of the latest request that is answered             |
 * | `status`, `replyLength`               | server | the reply; its bytes are the first ones of `data`             |
 * | `attendance`                          | server | whether the server serves, and how it learns of requests      |
 * | `failed`                              | server | not 0: nothing will be answered; so many bytes of error follow |
 *
 * ## States
 *
 * - **Idle**, `reply = request`. Everything belongs to the caller. It writes `data`, kind, argument and length, and then
 *   adds 1 to `request` and notifies: **posted**.
 * - **Posted**, `reply = request - 1`. Everything belongs to the server. It reads the request, lets the runner work,
 *   writes `data`, status and length, and then sets `reply` to the number of the request and notifies: **idle**.
 * - **Closed**. The caller sets `closed`, adds 1 to `request`, notifies, and never looks again. The server may be at
 *   work still; no one sees what it writes.
 * - **Failed**. The server writes the error and then `failed`, subtracts 1 from `reply` and notifies, in whatever state.
 *
 * Counters are 32 bits that wrap around; they are compared for equality only.
 *
 * ## Order of memory
 *
 * `data` and the words of request and reply are written plainly. What makes them safe is that each hand-over is one
 * `Atomics` write of a counter, after them, which the other side reads by `Atomics` before it reads them: all that one
 * thread did before the write is visible to the other after the read. Between two hand-overs, only one side touches
 * them. `attendance`, `closed` and `failed` change at any time, and are read and written by `Atomics` alone.
 *
 * ## No wake-up is lost, and none is believed
 *
 * Both waits (`Atomics.wait` of the caller, `Atomics.waitAsync` of the server) name the value at which to wait. If the
 * counter changes between looking and waiting, the wait does not begin. That is why `failed` moves `reply`, and
 * `closed` moves `request`. A thread that wakes, for any reason, looks at the counter again.
 *
 * Without `waitAsync` a message on the port wakes the server. The caller posts first and then reads `attendance`; the
 * server writes `attendance` first and then looks for a request. As `Atomics` have one order for all threads, at least
 * one of them sees the other.
 *
 * WebKit rarely resolves the promise of `waitAsync` and leaves the event loop asleep: nothing runs until something else
 * wakes it. So a caller that was not answered when it looks for the first time, after 50 ms, posts that message too.
 *
 * ## Growth and time-outs
 *
 * A mailbox is never cleaned up: each is one epoch. To grow, and after a time-out, the caller closes it and sends a
 * fresh one over the port, whose counters start at 0. The server aborts what it does for the old one when the fresh one
 * arrives. So a late reply lands in memory where no one looks, and cannot be taken for the next one.
 *
 * A request that does not fit makes the caller grow first. A reply that does not fit is answered `tooLarge`, with its
 * length; the server keeps it, and the caller fetches it with `rest` through a mailbox that is large enough.
 *
 * @module
 */

/** Request kinds, by their number; `rest` fetches a reply that the mailbox was too small for. */
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

/** Outcomes of a request, by their number; after `tooLarge` only the size of the reply is known. */
export const replyStatuses = ["done", "failed", "tooLarge"] as const;

/** A reply's status. */
export type ReplyStatus = (typeof replyStatuses)[number];

/**
 * Ways in which the server learns of a request, by their number: not yet at all, by itself, or by a message on the
 * port.
 */
export const attendance = { none: 0, waits: 1, needsMessage: 2 } as const;

/** Positions of the words in the control block. */
export const word = {
  request: 0,
  kind: 1,
  argument: 2,
  requestLength: 3,
  closed: 4,
  reply: 5,
  status: 6,
  replyLength: 7,
  attendance: 8,
  failed: 9,
} as const;

const wordCount = Object.keys(word).length;
const wordBytes = wordCount * Int32Array.BYTES_PER_ELEMENT;

/** Room for the error that ends everything. */
export const failureBytes = 8192;

/** Memory that both threads share. */
export interface MailboxMemory {
  readonly control: SharedArrayBuffer;
  readonly data: SharedArrayBuffer;
}

/** A mailbox's memory as each side reads and writes it. */
export interface MailboxViews {
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly failure: Uint8Array<SharedArrayBuffer>;
  readonly data: Uint8Array<SharedArrayBuffer>;
}

/** Reserves the memory of a mailbox for messages of up to this many bytes. */
export function allocateMailbox(dataBytes: number): MailboxMemory {
  return {
    control: new SharedArrayBuffer(wordBytes + failureBytes),
    data: new SharedArrayBuffer(dataBytes),
  };
}

/** Returns the parts of a mailbox's memory. */
export function viewsOf({ control, data }: MailboxMemory): MailboxViews {
  return {
    words: new Int32Array(control, 0, wordCount),
    failure: new Uint8Array(control, wordBytes),
    data: new Uint8Array(data),
  };
}
