import type { Chunk } from "../../memory/chunk.ts";
import type { TextSlice } from "../../memory/text-slice.ts";

/**
 * Collects values of one type that have the head of an array, read as if they were texts, and judges whether it is right
 * to compare them so.
 *
 * If no two of them have the same length, but those that share their place, it is right whatever their items are:
 * lengths and places decide. Otherwise the items must be known to have one byte. The bodies of arrays of one type do
 * not overlap; so if the one after it begins before twice its length, items of two bytes or more would not fit.
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

  /** Returns `true` if the values can be compared as texts. */
  isEnough(): boolean {
    return (
      !this.#isNeeded || [...this.#byChunk].some(([chunk, values]) => hasByteItems(chunk, values))
    );
  }
}

/** Returns `true` if one of the values of a chunk has no room for items of two bytes. */
function hasByteItems(chunk: Chunk, values: TextSlice[]): boolean {
  values.sort((a, b) => a.start - b.start);
  // Parts of one `Text` overlap, and may begin at the same place, so the next beginning is the
  // limit.
  let next = chunk.end;
  let following = next;
  for (const { start, end } of values.toReversed()) {
    if (start < next) {
      following = next;
      next = start;
    }
    const limit = Math.min(following, chunk.ends?.after(start) ?? following);
    if (limit >= end && limit < start + 2 * (end - start)) return true;
  }
  return false;
}
