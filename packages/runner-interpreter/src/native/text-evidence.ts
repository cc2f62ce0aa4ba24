import type { Chunk } from "../chunk.ts";
import type { Machine } from "../machine.ts";
import type { TextSlice } from "../text-slice.ts";

/**
 * Whether values that have the head of an array are texts, that is whether their items have one byte.
 *
 * Bodies do not overlap. So if one of the values, or the memory it is in, ends before twice its length, then its items
 * cannot have two bytes or more, nor can those of the others, which have the same type. Where values lie too far apart for
 * that proof, they count as texts if they read as printable UTF-8. Arrays of bigger items hardly ever do: the numbers and
 * lengths in them have zero bytes.
 */
export function areTexts(machine: Machine, values: readonly TextSlice[]): boolean {
  const filled = values.filter(({ start, end }) => end > start);
  machine.step(filled.length);
  return (
    filled.length === 0 ||
    haveBytesOnly(filled) ||
    filled.every((value) => isPrintable(machine, value))
  );
}

function haveBytesOnly(values: readonly TextSlice[]): boolean {
  const byChunk = new Map<Chunk, TextSlice[]>();
  for (const value of values) {
    const together = byChunk.get(value.chunk);
    if (together === undefined) byChunk.set(value.chunk, [value]);
    else together.push(value);
  }
  for (const [chunk, together] of byChunk) {
    together.sort((a, b) => a.start - b.start || a.end - b.end);
    for (const [i, { start, end }] of together.entries()) {
      const next = together[i + 1]?.start ?? start;
      const limit = next > start ? next : chunk.end;
      if (limit < start + 2 * (end - start)) return true;
    }
  }
  return false;
}

/** Text without control characters, and not cut off in front of a zero byte as the first byte of a number would be. */
function isPrintable(machine: Machine, { bytes, start, end }: TextSlice): boolean {
  machine.step((end - start) >>> 4);
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return false;
  }
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(start, end));
    return true;
  } catch {
    return false;
  }
}
