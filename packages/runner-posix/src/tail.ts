/** The last bytes of something that may be long. Takes a constant amount of memory, in however small pieces it comes. */
export class Tail {
  readonly #maxBytes: number;
  /** Twice as large as what is kept, so that bytes are moved only once in so many. */
  readonly #buffer: Buffer;
  #length = 0;
  #cut = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#buffer = Buffer.alloc(2 * maxBytes);
  }

  push(chunk: Uint8Array): void {
    const added = chunk.subarray(-this.#maxBytes);
    this.#cut ||= this.#length + chunk.length > this.#maxBytes;
    if (this.#length + added.length > this.#buffer.length) {
      this.#length = this.#buffer.copy(
        this.#buffer,
        0,
        this.#length - this.#maxBytes,
        this.#length,
      );
    }
    this.#buffer.set(added, this.#length);
    this.#length += added.length;
  }

  /** Returns the text, without blank ends; an ellipsis stands for what was cut off. */
  toString(): string {
    const start = Math.max(0, this.#length - this.#maxBytes);
    return (this.#cut ? "…" : "") + this.#buffer.toString("utf8", start, this.#length).trim();
  }
}
