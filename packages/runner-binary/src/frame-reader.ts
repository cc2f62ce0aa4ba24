import { ErrorCode, RunnerError } from "@lutra/runner-core";
import { uninitialized } from "./uninitialized.ts";

/** A frame that is spread over chunks starts in a buffer of at most this size. */
const firstBufferBytes = 64 * 1024;
/** Waiting chunks below this size are gathered: each one by itself takes a hundred bytes and more. */
const smallChunkBytes = 1024;
/** Size of the buffers in which they are gathered. */
const gatheringBytes = 16 * 1024;
/** Maximum ratio of a buffer's size to the bytes that arrived: a frame of 1 MiB takes one buffer, one of 32 MiB two. */
const growth = 32;

/** Position of a message: from `start` to before `end`, in the bytes of a chunk or of a separate buffer. */
export interface Frame {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/**
 * Cuts a stream of bytes into frames: `push` what arrives, then `read` until there is no complete frame.
 *
 * A frame inside one chunk is a view of the chunk. One that is spread over several is gathered in a buffer that grows
 * with what arrived, at most 32 times as large, so that a length alone claims no memory. Any chunking costs linear time.
 *
 * @see docs/protocol.md, "Frames"
 *
 * @example
 * ```ts
 * const reader = new FrameReader(1024);
 * reader.push(new Uint8Array([2, 0, 0, 0, 7]));
 * reader.read(); // undefined
 * reader.push(new Uint8Array([8]));
 * reader.read(); // Uint8Array [7, 8]
 * ```
 */
export class FrameReader {
  readonly #maxFrameBytes: number;
  readonly #padding: number;
  /** Chunks that arrived before the current one was used up. */
  readonly #waiting: Uint8Array[] = [];
  #waitingAt = 0;
  /** The buffer of the last waiting chunk, if small chunks are gathered there. */
  #gathering: Uint8Array | undefined;
  #chunk: Uint8Array = new Uint8Array(0);
  #at = 0;
  /** The length prefix, as far as it has arrived. */
  #prefix = 0;
  #prefixBytes = 0;
  /** Length of the frame that is being read; -1 between frames. */
  #length = -1;
  #buffer: Uint8Array | undefined;
  #filled = 0;

  /**
   * @param maxFrameBytes the largest frame to accept, not counting its length prefix
   * @param payloadOffset where in a frame its payload starts: in a buffer of its own, a payload is aligned to 8 bytes
   */
  constructor(maxFrameBytes: number, payloadOffset: number = 0) {
    this.#maxFrameBytes = maxFrameBytes;
    this.#padding = (8 - (payloadOffset % 8)) % 8;
  }

  /** Adds bytes. They may be kept, not copied: do not change them afterwards. */
  push(chunk: Uint8Array): void {
    // A plain array: a Buffer's views would be Buffers, whose `slice` does not copy.
    const bytes =
      chunk.constructor === Uint8Array
        ? chunk
        : new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (this.#at < this.#chunk.length) {
      this.#wait(bytes);
    } else {
      this.#chunk = bytes;
      this.#at = 0;
    }
  }

  /**
   * Returns the body of the next frame, or `undefined` until more bytes arrive.
   *
   * @throws RunnerError `FRAME_TOO_LARGE` as soon as a length prefix exceeds the limit; the reader is of no use then
   */
  read(): Uint8Array | undefined {
    const frame = this.next();
    return frame?.bytes.subarray(frame.start, frame.end);
  }

  /** Does the same as {@link FrameReader.read}, without making a view of the body. */
  next(): Frame | undefined {
    for (;;) {
      if (this.#length < 0 && !this.#readPrefix()) {
        if (!this.#nextChunk()) return undefined;
        continue;
      }
      const frame = this.#readBody();
      if (frame !== undefined) return frame;
      if (!this.#nextChunk()) return undefined;
    }
  }

  /** Number of bytes of an incomplete frame that have arrived, its length prefix included. */
  get partialBytes(): number {
    if (this.#length < 0) return this.#prefixBytes;
    return 4 + (this.#buffer === undefined ? this.#chunk.length - this.#at : this.#filled);
  }

  /** Size of the buffer in which an incomplete frame is gathered. */
  get bufferBytes(): number {
    return this.#buffer?.buffer.byteLength ?? 0;
  }

  #wait(bytes: Uint8Array): void {
    const waiting = this.#waiting;
    if (bytes.length >= smallChunkBytes) {
      this.#gathering = undefined;
      waiting.push(bytes);
      return;
    }
    let gathered = this.#gathering === undefined ? 0 : waiting.at(-1)!.length;
    if (this.#gathering === undefined || gathered + bytes.length > gatheringBytes) {
      this.#gathering = new Uint8Array(gatheringBytes);
      gathered = 0;
      waiting.push(this.#gathering);
    }
    this.#gathering.set(bytes, gathered);
    waiting[waiting.length - 1] = this.#gathering.subarray(0, gathered + bytes.length);
  }

  #nextChunk(): boolean {
    const waiting = this.#waiting;
    const chunk = waiting[this.#waitingAt];
    if (chunk === undefined) return false;
    if (++this.#waitingAt === waiting.length) {
      waiting.length = 0;
      this.#waitingAt = 0;
      this.#gathering = undefined;
    } else if (this.#waitingAt >= 1024) {
      // Not one by one: taking the first of many moves all others.
      waiting.splice(0, this.#waitingAt);
      this.#waitingAt = 0;
    }
    this.#chunk = chunk;
    this.#at = 0;
    return true;
  }

  #readPrefix(): boolean {
    const chunk = this.#chunk;
    while (this.#prefixBytes < 4) {
      if (this.#at >= chunk.length) return false;
      this.#prefix |= chunk[this.#at++]! << (8 * this.#prefixBytes++);
    }
    this.#length = this.#prefix >>> 0;
    this.#prefix = 0;
    this.#prefixBytes = 0;
    if (this.#length > this.#maxFrameBytes) {
      const message = `a frame of ${this.#length} bytes arrived, more than the ${this.#maxFrameBytes} that maxFrameBytes allows`;
      throw new RunnerError(message, { code: ErrorCode.FRAME_TOO_LARGE });
    }
    return true;
  }

  #readBody(): Frame | undefined {
    const chunk = this.#chunk;
    const length = this.#length;
    const start = this.#at;
    if (this.#buffer === undefined && length <= chunk.length - start) {
      this.#at = start + length;
      this.#length = -1;
      return { bytes: chunk, start, end: this.#at };
    }
    const taken = Math.min(chunk.length - start, length - this.#filled);
    const buffer = this.#bufferFor(this.#filled + taken);
    buffer.set(taken === chunk.length ? chunk : chunk.subarray(start, start + taken), this.#filled);
    this.#filled += taken;
    this.#at = start + taken;
    if (this.#filled < length) return undefined;
    this.#buffer = undefined;
    this.#filled = 0;
    this.#length = -1;
    return { bytes: buffer, start: 0, end: length };
  }

  #bufferFor(bytes: number): Uint8Array {
    const buffer = this.#buffer;
    if (buffer !== undefined && bytes <= buffer.length) return buffer;
    const capacity = Math.min(
      this.#length,
      Math.max(firstBufferBytes, growth * bytes) - this.#padding,
    );
    const larger = new Uint8Array(uninitialized(this.#padding + capacity), this.#padding);
    new Uint8Array(larger.buffer, 0, this.#padding).fill(0);
    if (buffer !== undefined) larger.set(buffer.subarray(0, this.#filled));
    this.#buffer = larger;
    return larger;
  }
}
