import type { TextSlice } from "../memory/text-slice.ts";

/**
 * Finds the first occurrence of a pattern in `bytes[from..end]`; the position, or -1.
 */
export type Search = (bytes: Uint8Array, from: number, end: number) => number;

/** Up to this length, comparing at every position costs little more than one pass, whatever the bytes are. */
const maxDirectBytes = 8;

/**
 * Prepares the search for a pattern that is not empty. A search takes time linear in text and pattern, also for hostile
 * ones like `aaa…b` in `aaaa…`.
 */
export function createSearch(pattern: TextSlice): Search {
  return pattern.end - pattern.start <= maxDirectBytes
    ? directSearch(pattern)
    : borderSearch(pattern);
}

function directSearch(pattern: TextSlice): Search {
  const first = pattern.bytes[pattern.start];
  const rest = pattern.part(pattern.start + 1, pattern.end);
  return (bytes, from, end) => {
    const last = end - (pattern.end - pattern.start);
    for (let at = from; at <= last; at++) {
      if (bytes[at] === first && matchesAt(bytes, at + 1, rest)) return at;
    }
    return -1;
  };
}

/**
 * Searches by Knuth, Morris and Pratt: after a mismatch it goes on with the longest border of what matched, never back
 * in the text.
 */
function borderSearch(pattern: TextSlice): Search {
  const needle = pattern.bytes.subarray(pattern.start, pattern.end);
  const borders = borderLengths(needle);
  return (bytes, from, end) => {
    let matched = 0;
    for (let at = from; at < end; at++) {
      const byte = bytes[at];
      while (matched > 0 && needle[matched] !== byte) matched = borders[matched - 1] as number;
      if (needle[matched] === byte) matched++;
      if (matched === needle.length) return at + 1 - needle.length;
    }
    return -1;
  };
}

/** Returns, for each prefix of the needle, the length of its longest proper prefix that is also its suffix. */
function borderLengths(needle: Uint8Array): Uint32Array {
  const borders = new Uint32Array(needle.length);
  let border = 0;
  for (let i = 1; i < needle.length; i++) {
    while (border > 0 && needle[border] !== needle[i]) border = borders[border - 1] as number;
    if (needle[border] === needle[i]) border++;
    borders[i] = border;
  }
  return borders;
}

/** Returns `true` if a pattern stands at a position; the caller has checked that there is room for it. */
export function matchesAt(bytes: Uint8Array, at: number, pattern: TextSlice): boolean {
  const { bytes: expected, start, end } = pattern;
  for (let i = start; i < end; i++) {
    if (bytes[at + i - start] !== expected[i]) return false;
  }
  return true;
}
