import { raise } from "./fault.ts";
import { type DecodeOptions, limitOf } from "./limits.ts";
import { nativeReader, type NativeReader } from "./native-text.ts";

const retainedBytes = 1 << 20;
const maxExpansion = 128;
const freeBytes = 65_536;
const maxZeroSizedItems = 10_000;
const sharedTextSlots = 256;
/** Memory of a small object: items without bytes that are larger count as several. */
const zeroSizedBytes = 64;

/**
 * Bytes being decoded, with the limits of the call.
 *
 * Positions are absolute in the underlying `ArrayBuffer`, so that its views serve many messages: creating views costs
 * more than decoding a small message.
 */
export class Reader {
  // What a reader without input has: making new ones after each large input takes longer than reading its head
  // (`npm run bench -- codec --only "E decode"`).
  readonly #nothing = new ArrayBuffer(0);
  readonly #noBytes = new Uint8Array(this.#nothing);
  readonly #noView = new DataView(this.#nothing);
  /** Kept, because asking a view for its buffer is a slow call in V8. */
  buffer: ArrayBuffer = this.#nothing;
  bytes: Uint8Array<ArrayBuffer> = this.#noBytes;
  view: DataView = this.#noView;
  /** Reads texts where the platform has a fast way. */
  readonly native: NativeReader | undefined = nativeReader();
  start = 0;
  end = 0;
  /** Pointers that may still be nested. */
  depth = 0;
  /** Bytes of memory that the value may still take. */
  budget = 0;
  /** The budget at the start. */
  #limit = 0;
  zeroSized = 0;
  copy: boolean | undefined = false;
  /** Long texts read so far, by their place: rows that share one cost it once. Empty until there is one. */
  #sharedTexts: { readonly at: number; readonly count: number; readonly text: string }[] = [];

  open(input: Uint8Array, maxDepth: number, options: DecodeOptions | undefined): void {
    const { buffer, byteLength: length } = input;
    this.start = buffer === this.buffer ? input.byteOffset : this.#attach(input, buffer);
    this.end = this.start + length;
    this.depth = limitOf(options, "maxDepth", maxDepth);
    const expansion = limitOf(options, "maxExpansion", maxExpansion);
    this.#limit = length * expansion + limitOf(options, "freeBytes", freeBytes);
    this.budget = this.#limit;
    this.zeroSized = limitOf(options, "maxZeroSizedItems", maxZeroSizedItems);
    this.copy = options?.copy;
    this.native?.open();
  }

  /** Lets go of a large input; a small one stays, because the next message often lies in the same buffer. */
  close(): void {
    this.native?.close();
    if (this.#sharedTexts.length > 0) this.#sharedTexts = [];
    if (this.bytes.byteLength > retainedBytes) {
      this.#use(this.#nothing, this.#noBytes, this.#noView);
    }
  }

  /** Checks that `count` bytes at `at` lie inside the input, and charges the memory that becomes of them. */
  claim(at: number, count: number, memory: number): void {
    if (at + count > this.end || (this.budget -= memory) < 0) this.#refuse(at, count);
  }

  /**
   * Does the same as `claim`, for the body of the pointer at `pointerAt`, which may be cut off with the input. Returns
   * its position.
   */
  follow(pointerAt: number, count: number, memory: number): number {
    if (pointerAt + 4 > this.end) this.fail("the input ends inside a pointer", pointerAt);
    const at = pointerAt + this.view.getUint32(pointerAt, true);
    this.claim(at, count, memory);
    return at;
  }

  /** Counts one level of nesting; `leave` undoes it. */
  enter(at: number): void {
    if (--this.depth < 0) {
      this.fail("the value nests deeper than maxDepth allows", at);
    }
  }

  leave(): void {
    this.depth++;
  }

  /** Charges items that take no bytes, each of them `memory` bytes large. */
  claimZeroSized(at: number, count: number, memory: number): void {
    this.claim(at, 0, 0);
    if ((this.zeroSized -= count * Math.ceil(memory / zeroSizedBytes)) < 0) {
      this.fail("more items without bytes than maxZeroSizedItems allows", at);
    }
  }

  /** Returns the text of `count` bytes at `at`, if it was read before and is still remembered. */
  recall(at: number, count: number): string | undefined {
    const known = this.#sharedTexts[at % sharedTextSlots];
    return known?.at === at && known.count === count ? known.text : undefined;
  }

  /** Remembers a string for `recall`. */
  remember(at: number, count: number, text: string): void {
    this.#sharedTexts[at % sharedTextSlots] = { at, count, text };
  }

  fail(message: string, at: number): never {
    raise("bytes", message, at - this.start);
  }

  /** Takes another buffer and returns where the input starts in it. */
  #attach(input: Uint8Array, buffer: ArrayBufferLike): number {
    const own = isShared(buffer) ? new Uint8Array(input) : input;
    // A detached buffer has no length and refuses views.
    const used = own.byteLength > 0 ? (own.buffer as ArrayBuffer) : this.#nothing;
    this.#use(used, new Uint8Array(used), new DataView(used));
    return own.byteOffset;
  }

  #use(buffer: ArrayBuffer, bytes: Uint8Array<ArrayBuffer>, view: DataView): void {
    this.buffer = buffer;
    this.bytes = bytes;
    this.view = view;
    this.native?.attach(buffer);
  }

  #refuse(at: number, count: number): never {
    if (at + count > this.end) {
      const missing = at + count - this.end;
      this.fail(`expected ${count} bytes, the input ends ${missing} bytes before that`, at);
    }
    const allowed = `${this.#limit} bytes of memory, which maxExpansion and freeBytes allow`;
    this.fail(
      `the value takes more than ${allowed} for ${this.end - this.start} bytes of input`,
      at,
    );
  }
}

function isShared(buffer: ArrayBufferLike): boolean {
  return typeof SharedArrayBuffer !== "undefined" && buffer instanceof SharedArrayBuffer;
}
