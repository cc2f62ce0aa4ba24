import { raise } from "./fault.ts";
import { nativeWriter, type NativeWriter } from "./native-text.ts";

const slabBytes = 1 << 16;
const retainedBytes = 1 << 20;
const maxBytes = 2 ** 32 - 1;

/**
 * A growing buffer with two positions: heads are written at places reserved before, bodies at the end.
 *
 * Small encodings share one slab and are copied out of it; large ones are handed over with their buffer.
 */
export class Writer {
  bytes: Uint8Array<ArrayBuffer>;
  view: DataView;
  capacity: number;
  /** Position of the next body. */
  end = 0;
  #native: NativeWriter | undefined | null = null;

  constructor(capacity: number = slabBytes) {
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
    this.capacity = capacity;
  }

  /** Writes UTF-8 into the same memory, where the platform has a fast way. Made when a string needs it. */
  get native(): NativeWriter | undefined {
    if (this.#native === null) this.#native = nativeWriter(this.bytes.buffer);
    return this.#native;
  }

  /** Appends `count` bytes of unknown content and returns their position. */
  reserve(count: number): number {
    const at = this.end;
    const end = at + count;
    if (end > this.capacity) this.#grow(end);
    this.end = end;
    return at;
  }

  /** Makes room for `count` more bytes without appending them. */
  ensure(count: number): void {
    if (this.end + count > this.capacity) this.#grow(this.end + count);
  }

  /** Writes the head of an array whose items start at the end of the buffer. */
  arrayHead(at: number, count: number): void {
    this.view.setUint32(at, this.end - at, true);
    this.view.setUint32(at + 4, count, true);
  }

  /** Returns the encoding, in memory that is never written again. */
  finish(): Uint8Array<ArrayBuffer> {
    if (this.end < slabBytes / 2 || this.end < this.capacity / 2)
      return this.bytes.slice(0, this.end);
    const result = this.bytes.subarray(0, this.end);
    this.#replace(new Uint8Array(slabBytes));
    return result;
  }

  /** Lets go of a large buffer, which an error or a short encoding after a long one leaves behind. */
  close(): void {
    if (this.capacity > retainedBytes) this.#replace(new Uint8Array(slabBytes));
  }

  #grow(needed: number): void {
    if (needed > maxBytes) {
      raise("range", "the encoding takes 4 GiB or more, which the format cannot hold");
    }
    const bytes = new Uint8Array(Math.min(maxBytes, Math.max(needed, this.capacity * 2)));
    bytes.set(this.bytes.subarray(0, this.end));
    this.#replace(bytes);
  }

  #replace(bytes: Uint8Array<ArrayBuffer>): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
    this.capacity = bytes.byteLength;
    this.#native = null;
  }
}
