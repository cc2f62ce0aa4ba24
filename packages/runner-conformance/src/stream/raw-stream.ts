import { check, within } from "../check.ts";
import { type ResponseHead, responseHead } from "./frame.ts";

/** A duplex stream of bytes, of the web platform. */
export interface ByteDuplex {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
}

/** Longest time that a peer may take, in milliseconds. */
const patienceMs = 8000;

/** One end of a stream that is driven by hand, byte by byte. */
export class RawStream {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  #received: Uint8Array = new Uint8Array();

  constructor({ readable, writable }: ByteDuplex) {
    this.#reader = readable.getReader();
    this.#writer = writable.getWriter();
    this.#writer.closed.catch(() => {});
  }

  /** Sends chunks, each on its own. What cannot be sent, because the peer has gone, is dropped. */
  async send(...chunks: readonly Uint8Array[]): Promise<void> {
    // A copy: some peers take the buffers of what they are given.
    for (const chunk of chunks) await this.#writer.write(chunk.slice()).catch(() => {});
  }

  /** Returns the body of the next frame, or undefined if the peer ends or breaks the stream. */
  async frame(): Promise<Uint8Array | undefined> {
    const head = await this.#take(4);
    if (head === undefined) return undefined;
    return await this.#take(new DataView(head.buffer).getUint32(0, true));
  }

  /** Returns the head of the next response. @throws ConformanceError if there is none */
  async response(what: string): Promise<ResponseHead> {
    const body = await this.frame();
    check(body !== undefined, `${what}: the stream ended before the response`);
    check(body.length >= 10, `${what}: a response of ${body.length} bytes is too short`);
    return responseHead(body);
  }

  /** Ends what is sent. */
  async end(): Promise<void> {
    await this.#writer.close().catch(() => {});
  }

  /** Breaks the stream. */
  async close(): Promise<void> {
    await Promise.allSettled([this.#writer.abort(), this.#reader.cancel()]);
  }

  async #take(length: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    while (this.#received.length < length) {
      const chunk = await within(patienceMs, this.#read(), "bytes, or the end of the stream");
      if (chunk === undefined) return undefined;
      const more = new Uint8Array(this.#received.length + chunk.length);
      more.set(this.#received);
      more.set(chunk, this.#received.length);
      this.#received = more;
    }
    const taken = this.#received.slice(0, length);
    this.#received = this.#received.subarray(length);
    return taken;
  }

  async #read(): Promise<Uint8Array | undefined> {
    try {
      return (await this.#reader.read()).value;
    } catch {
      return undefined;
    }
  }
}
