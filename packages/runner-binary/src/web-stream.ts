import { settlesWithin } from "@lutra/runner-core/transport";
import { type ByteReceiver, type ByteStream, endGraceMs, type WebDuplex } from "./byte-stream.ts";

/**
 * Drives a duplex of web streams, for example a `TransformStream` pair or a WebTransport stream. Locks both of its
 * streams.
 *
 * @throws TypeError if a stream is locked already
 *
 * @example
 * ```ts
 * const client = new BinaryClient(webByteStream({ readable, writable }));
 * ```
 */
export function webByteStream(duplex: WebDuplex): ByteStream {
  return new WebByteStream(duplex);
}

class WebByteStream implements ByteStream {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  #receiver: ByteReceiver | undefined;
  #bufferedBytes = 0;
  #paused = false;
  #reading = false;
  #ending: Promise<void> | undefined;

  constructor({ readable, writable }: WebDuplex) {
    this.#reader = readable.getReader();
    this.#writer = writable.getWriter();
  }

  get bufferedBytes(): number {
    return this.#bufferedBytes;
  }

  start(receiver: ByteReceiver): void {
    this.#receiver = receiver;
    this.#writer.closed.catch((error: unknown) => this.#fail(error));
    void this.#read();
  }

  write(chunks: readonly Uint8Array[]): void {
    for (const chunk of chunks) {
      const { byteLength } = chunk;
      this.#bufferedBytes += byteLength;
      this.#writer.write(chunk).then(
        () => {
          this.#bufferedBytes -= byteLength;
          this.#receiver?.drain();
        },
        (error: unknown) => this.#fail(error),
      );
    }
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    void this.#read();
  }

  end(): Promise<void> {
    this.#receiver = undefined;
    this.#ending ??= this.#end();
    return this.#ending;
  }

  destroy(): void {
    this.#receiver = undefined;
    this.#ending ??= Promise.resolve();
    this.#reader.cancel().catch(() => {});
    this.#writer.abort().catch(() => {});
  }

  async #end(): Promise<void> {
    await settlesWithin(this.#writer.close(), endGraceMs);
    this.#reader.cancel().catch(() => {});
    this.#writer.abort().catch(() => {});
  }

  async #read(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      while (!this.#paused && this.#receiver !== undefined) {
        const { done, value } = await this.#reader.read();
        if (done) return this.#receiver?.end();
        if (!(value instanceof Uint8Array)) {
          throw new TypeError(`a stream of Uint8Array was expected, but it gave a ${typeof value}`);
        }
        this.#receiver?.data(value);
      }
      this.#reading = false;
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#receiver?.error(error);
  }
}
