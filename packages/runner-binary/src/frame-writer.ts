import { ErrorCode, RunnerError } from "@lutra/runner-core";
import type { ByteStream } from "./byte-stream.ts";
import { putUint32 } from "./uint32.ts";

/** Frames are collected in slabs of this size. */
const slabBytes = 64 * 1024;
/** A payload from this size on is written where it lies; copying it would cost more than a chunk of its own. */
const largePayloadBytes = 32 * 1024;
/** So much may wait for the end of the turn. */
const maxBatchBytes = 256 * 1024;

const noPayload = /* @__PURE__ */ new Uint8Array(0);

/**
 * Writes frames to a stream: those of one turn together, at its end. Small payloads are copied after their head; large
 * ones go out from where they are, so they must not change until they have left.
 *
 * @see docs/protocol.md, "Frames"
 */
export class FrameWriter {
  /** Bytes that heads are written to. Another array after each {@link FrameWriter.frame}. */
  bytes: Uint8Array = noPayload;
  readonly #stream: Pick<ByteStream, "write">;
  readonly #maxFrameBytes: number;
  #chunks: Uint8Array[] = [];
  #batchBytes = 0;
  /** Parts of the slab: up to `#cut` it has been handed out in chunks, up to `#end` it is written. */
  #cut = 0;
  #end = 0;

  /** @param maxFrameBytes the largest frame to write, not counting its length prefix; below 2^32 */
  constructor(stream: Pick<ByteStream, "write">, maxFrameBytes: number) {
    this.#stream = stream;
    this.#maxFrameBytes = maxFrameBytes;
  }

  /**
   * Adds a frame: its length prefix, a head of `headBytes`, and the payload. The caller writes the head into
   * {@link FrameWriter.bytes} at the returned position, before anything else happens.
   *
   * @throws RunnerError `FRAME_TOO_LARGE`; nothing is written then
   */
  frame(headBytes: number, payload: Uint8Array = noPayload): number {
    const length = headBytes + payload.length;
    if (length > this.#maxFrameBytes) {
      const message = `the message takes ${length} bytes, more than the ${this.#maxFrameBytes} that maxFrameBytes allows`;
      throw new RunnerError(message, { code: ErrorCode.FRAME_TOO_LARGE });
    }
    // Node's queueMicrotask costs several times as much.
    if (this.#batchBytes === 0) void Promise.resolve().then(this.flush);
    else if (this.#batchBytes > maxBatchBytes) this.flush();
    this.#batchBytes += 4 + length;
    const byReference = payload.length >= largePayloadBytes;
    const at = this.#reserve(4 + (byReference ? headBytes : length)) + 4;
    putUint32(this.bytes, at - 4, length);
    if (byReference) {
      this.#cutSlab();
      this.#chunks.push(payload);
    } else if (payload.length > 0) {
      this.bytes.set(payload, at + headBytes);
    }
    return at;
  }

  /** Number of bytes that wait for the end of the turn. */
  get bufferedBytes(): number {
    return this.#batchBytes;
  }

  /** Hands everything to the stream now. */
  readonly flush = (): void => {
    if (this.#batchBytes === 0) return;
    this.#cutSlab();
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#batchBytes = 0;
    this.#stream.write(chunks);
  };

  #reserve(bytes: number): number {
    if (bytes > this.bytes.length - this.#end) {
      this.#cutSlab();
      this.bytes = new Uint8Array(Math.max(slabBytes, bytes));
      this.#cut = 0;
      this.#end = 0;
    }
    const at = this.#end;
    this.#end += bytes;
    return at;
  }

  #cutSlab(): void {
    if (this.#end > this.#cut) this.#chunks.push(this.bytes.subarray(this.#cut, this.#end));
    this.#cut = this.#end;
  }
}
