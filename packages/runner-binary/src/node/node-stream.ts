import type { Readable, Writable } from "node:stream";
import type { ByteReceiver, ByteStream } from "@lutra/runner-binary";
import { startTimer } from "@lutra/runner-core/transport";

/** Longest time that an orderly end waits for the other side, in milliseconds. */
const endGraceMs = 1000;

/**
 * Drives a Node stream, or a pair of them: a socket, the standard streams of a process, any `Duplex` of bytes.
 *
 * @param readable where bytes arrive; must not be in object mode, have an encoding, or be read by others
 * @param writable where bytes go, if it is not the same stream
 *
 * @example
 * ```ts no-run
 * import { spawn } from "node:child_process";
 *
 * const { stdin, stdout } = spawn("my-runner", { stdio: ["pipe", "pipe", "inherit"] });
 * const client = new BinaryClient(nodeByteStream(stdout, stdin));
 * ```
 */
export function nodeByteStream(
  readable: Readable,
  writable: Writable = readable as Readable & Writable,
): ByteStream {
  return new NodeByteStream(readable, writable);
}

class NodeByteStream implements ByteStream {
  readonly #readable: Readable;
  readonly #writable: Writable;
  #receiver: ByteReceiver | undefined;
  #inputEnded = false;

  constructor(readable: Readable, writable: Writable) {
    if (typeof writable.write !== "function") {
      throw new TypeError("nodeByteStream needs a Duplex, or a Readable and a Writable");
    }
    this.#readable = readable;
    this.#writable = writable;
  }

  get bufferedBytes(): number {
    return this.#writable.writableLength;
  }

  start(receiver: ByteReceiver): void {
    this.#receiver = receiver;
    const onError = (error: Error): void => this.#receiver?.error(error);
    const onClose = (): void => {
      if (!this.#inputEnded) this.#receiver?.error(new Error("the stream was closed"));
    };
    // The error listeners stay for good: a late EPIPE must not bring the process down.
    this.#writable.on("error", onError);
    if (!Object.is(this.#readable, this.#writable)) {
      this.#readable.on("error", onError);
      this.#writable.on("close", () => {
        this.#receiver?.error(new Error("the stream was closed for writing"));
      });
    }
    this.#readable.on("close", onClose);
    this.#readable.on("end", () => {
      this.#inputEnded = true;
      this.#receiver?.end();
    });
    this.#readable.on("data", (chunk: Uint8Array) => this.#receiver?.data(chunk));
  }

  write(chunks: readonly Uint8Array[]): void {
    const writable = this.#writable;
    if (!writable.writable) return;
    const last = chunks.length - 1;
    if (last === 0) {
      writable.write(chunks[0], this.#onWritten);
      return;
    }
    writable.cork();
    for (let i = 0; i < last; i++) writable.write(chunks[i]);
    writable.write(chunks[last], this.#onWritten);
    writable.uncork();
  }

  pause(): void {
    this.#readable.pause();
  }

  resume(): void {
    this.#readable.resume();
  }

  async end(): Promise<void> {
    this.#receiver = undefined;
    const readable = this.#readable;
    const writable = this.#writable;
    if (readable.destroyed && writable.destroyed) return;
    readable.resume();
    await new Promise<void>((resolve) => {
      const cancel = startTimer(endGraceMs, resolve);
      const done = (): void => {
        if (!writable.writableFinished && !writable.destroyed) return;
        if (!readable.readableEnded && !readable.destroyed) return;
        cancel();
        resolve();
      };
      for (const event of ["close", "end"]) readable.once(event, done);
      for (const event of ["close", "finish"]) writable.once(event, done);
      writable.end();
    });
    this.destroy();
  }

  destroy(): void {
    this.#receiver = undefined;
    this.#readable.destroy();
    this.#writable.destroy();
  }

  readonly #onWritten = (): void => {
    this.#receiver?.drain();
  };
}
