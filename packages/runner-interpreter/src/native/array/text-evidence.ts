import type { Chunk } from "../../memory/chunk.ts";
import type { TextSlice } from "../../memory/text-slice.ts";

/**
 * Collects values of one type that have the head of an array, read as if they were texts, and judges whether it is right
 * to compare them so.
 *
 * If no two of them have the same length, but those that share their place, it is right whatever their items are: lengths
 * and places decide. Otherwise the items must be known to have one byte. The bodies of arrays of one type do not
 * overlap; so if what is behind one of them begins before twice its length, items of two bytes or more would not fit.
 */
export class TextEvidence {
  readonly #byChunk: Map<Chunk, TextSlice[]> = new Map();
  readonly #firstOfLength: Map<number, TextSlice> = new Map();
  #isNeeded = false;

  /** Takes account of one more value. */
  add(value: TextSlice): void {
    const length = value.end - value.start;
    if (length === 0) return;
    const first = this.#firstOfLength.get(length);
    if (first === undefined) this.#firstOfLength.set(length, value);
    else if (first.chunk !== value.chunk || first.start !== value.start) this.#isNeeded = true;
    const together = this.#byChunk.get(value.chunk);
    if (together === undefined) this.#byChunk.set(value.chunk, [value]);
    else together.push(value);
  }

  /** Whether the values can be compared as texts. */
  isEnough(): boolean {
    return (
      !this.#isNeeded || [...this.#byChunk].some(([chunk, values]) => hasByteItems(chunk, values))
    );
  }
}

/** Whether there is no room for items of two bytes in one of the values of a chunk. */
function hasByteItems(chunk: Chunk, values: TextSlice[]): boolean {
  values.sort((a, b) => a.start - b.start);
  // Parts of one text overlap, and may begin at the same place: what is behind is the next beginning.
  let next = chunk.end;
  let behind = next;
  for (const { start, end } of values.toReversed()) {
    if (start < next) {
      behind = next;
      next = start;
    }
    const limit = Math.min(behind, chunk.ends?.after(start) ?? behind);
    if (limit >= end && limit < start + 2 * (end - start)) return true;
  }
  return false;
}
