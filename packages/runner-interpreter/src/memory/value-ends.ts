/** Ends of the values in shared memory: a bit for each position, which takes less than a number for each value. */
export class ValueEnds {
  readonly #bits: Uint8Array;

  /** @param length of the memory, in bytes */
  constructor(length: number) {
    this.#bits = new Uint8Array((length >>> 3) + 1);
  }

  /** Marks a position as the end of a value. */
  add(position: number): void {
    const at = position >>> 3;
    this.#bits[at] = (this.#bits[at] as number) | (1 << (position & 7));
  }

  /** Returns the first end after a position; `undefined` if there is none. */
  after(position: number): number | undefined {
    const bits = this.#bits;
    const first = position + 1;
    let at = first >>> 3;
    let byte = (bits[at] ?? 0) & (0xff << (first & 7));
    while (byte === 0 && ++at < bits.length) byte = bits[at] as number;
    // The lowest bit that is set.
    return byte === 0 ? undefined : at * 8 + 31 - Math.clz32(byte & -byte);
  }
}
