import type { CodecOps } from "./codec.ts";
import type { Reader } from "./reader.ts";

/**
 * The commonest scalars. A call through a codec costs more than reading four bytes does, and in a program with many
 * types the engine cannot remove it; a branch on a small number it predicts.
 */
export const InlineKind = { none: 0, int32: 1, bool: 2, float64: 3 } as const;

/** One of the values of `InlineKind`. */
export type InlineKind = (typeof InlineKind)[keyof typeof InlineKind];

/** Reads one value. */
export function readInline(
  reader: Reader,
  at: number,
  kind: InlineKind,
  read: CodecOps["read"],
): unknown {
  switch (kind) {
    case InlineKind.int32:
      return reader.view.getInt32(at, true);
    case InlineKind.bool:
      return reader.bytes[at] !== 0;
    case InlineKind.float64:
      return reader.view.getFloat64(at, true);
    case InlineKind.none:
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
  if (kind === InlineKind.int32) {
    const items = createItems<number>(count);
    for (let i = 0, at = start; i < count; i++, at += 4) items[i] = view.getInt32(at, true);
    return items;
  }
  if (kind === InlineKind.float64) {
    const items = createItems<number>(count);
    for (let i = 0, at = start; i < count; i++, at += 8) items[i] = view.getFloat64(at, true);
    return items;
  }
  return undefined;
}

// Arrays announced longer than this are hash tables in V8.
const largestFast = 1 << 25;

/** An array to be filled in order, with room for just the items it will have. */
export function createItems<T>(count: number): T[] {
  // oxlint-disable-next-line unicorn/no-new-array -- Array.from fills them one by one
  return count > largestFast ? [] : new Array<T>(count);
}
