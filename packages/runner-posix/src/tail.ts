/** The last bytes of something that may be long. */
export class Tail {
  readonly #maxBytes: number;
  #bytes: Buffer = Buffer.alloc(0);
  #cut = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(chunk: Uint8Array): void {
    const all = Buffer.concat([this.#bytes, chunk.subarray(-this.#maxBytes)]);
    this.#cut ||= this.#bytes.length + chunk.length > this.#maxBytes;
    this.#bytes = Buffer.from(all.subarray(-this.#maxBytes));
  }

  /** The text, without blank ends; an ellipsis stands for what was cut off. */
  toString(): string {
    return (this.#cut ? "…" : "") + this.#bytes.toString("utf8").trim();
  }
}
