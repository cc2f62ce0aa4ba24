import { asBool, asFloat64, asInt32, byCall, type CodecOps, type InlineKind } from "./codec-ops.ts";
import type { Reader } from "./reader.ts";

/** Reads one value. */
export function readInline(
  reader: Reader,
  at: number,
  kind: InlineKind,
  read: CodecOps["read"],
): unknown {
  switch (kind) {
    case asInt32:
      return reader.view.getInt32(at, true);
    case asBool:
      return reader.bytes[at] !== 0;
    case asFloat64:
      return reader.view.getFloat64(at, true);
    case byCall:
      return read(reader, at);
  }
}

/** Reads the items of an array of numbers; `undefined` if the items need calls. */
export function readInlineItems(
  { view }: Reader,
  start: number,
  count: number,
  kind: InlineKind,
): number[] | undefined {
  if (kind === asInt32) {
    const items = createItems<number>(count);
    for (let i = 0, at = start; i < count; i++, at += 4) items[i] = view.getInt32(at, true);
    return items;
  }
  return kind === asFloat64 ? readFloats(view, start, count) : undefined;
}

/**
 * Reads 64-bit floats, which lie one after the other. Four at a time take a tenth less time, most of which is the making of
 * the array (`npm run bench -- codec --only "Df decode"`).
 */
export function readFloats<T extends number = number>(
  view: DataView,
  start: number,
  count: number,
): T[] {
  const items: number[] = createFloats(count);
  let i = 0;
  let at = start;
  for (; i + 4 <= count; i += 4, at += 32) {
    items[i] = view.getFloat64(at, true);
    items[i + 1] = view.getFloat64(at + 8, true);
    items[i + 2] = view.getFloat64(at + 16, true);
    items[i + 3] = view.getFloat64(at + 24, true);
  }
  for (; i < count; i++, at += 8) items[i] = view.getFloat64(at, true);
  return items as T[];
}

// Arrays announced longer than this are hash tables in V8.
const largestFast = 1 << 25;

/** Returns an array to be filled in order, with room for just the items it will have. */
export function createItems<T>(count: number): T[] {
  // oxlint-disable-next-line unicorn/no-new-array -- Array.from fills them one by one
  return count > largestFast ? [] : new Array<T>(count);
}

// For arrays announced longer than about this, V8 does not use what it has learned.
const largestLearned = 1 << 14;

/**
 * Does the same as `createItems`, for floats only. V8 learns for each place that makes arrays what they will hold, and
 * gives those of a place that has seen only numbers room for plain numbers instead of pointers to them. A long one gets
 * such room by a first float, or all of it would be copied when that is stored (`npm run bench -- codec --only "Df
 * decode"`).
 */
export function createFloats<T extends number = number>(count: number): T[] {
  if (count > largestFast) return [];
  // oxlint-disable-next-line unicorn/no-new-array -- see `createItems`
  if (count < largestLearned) return new Array<T>(count);
  const items = [0.5];
  items.length = count;
  return items as T[];
}
