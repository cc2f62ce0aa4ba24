import type { ByteStream } from "@lutra/runner-binary";
import { startTimer } from "@lutra/runner-core/transport";

/** Longest time that output is read after input broke, in milliseconds. */
const lastWordsMs = 500;

/** Maximum number of bytes that an error shows of an output that is not frames. */
const excerptBytes = 64;

/** Keeps how the latest frame of an output starts, for the case that it turns out to be none. */
export class OutputStart {
  readonly stream: ByteStream;
  /** Returns the number of bytes of the output that arrived since its last complete frame. */
  partialBytes: () => number = () => 0;
  #start: Uint8Array = new Uint8Array();
  /** Number of bytes that arrived since the one with which `#start` begins. */
  #length = 0;

  constructor(stream: ByteStream) {
    const start = stream.start.bind(stream);
    let cancelLastWords: (() => void) | undefined;
    stream.start = (receiver) =>
      start({
        data: (chunk) => {
          receiver.data(chunk);
          this.#keep(chunk);
        },
        end: () => {
          cancelLastWords?.();
          receiver.end();
        },
        // A process that goes breaks its input first; what it has printed meanwhile may say why.
        error: (cause) => {
          cancelLastWords ??= startTimer(lastWordsMs, () => receiver.error(cause));
        },
        drain: () => receiver.drain(),
      });
    this.stream = stream;
  }

  toString(): string {
    return new TextDecoder().decode(this.#start);
  }

  #keep(chunk: Uint8Array): void {
    const partial = this.partialBytes();
    if (this.#length > 0 && partial === this.#length + chunk.length) {
      const more = chunk.subarray(0, excerptBytes - this.#start.length);
      this.#start = Buffer.concat([this.#start, more]);
    } else {
      // After the end of a frame inside of this chunk; the whole chunk if it was a frame that cannot be read.
      const rest = chunk.subarray(-partial);
      this.#start = Uint8Array.from(rest.subarray(0, excerptBytes));
    }
    this.#length = partial;
  }
}
