import type { Reader } from "./reader.ts";

/**
 * Follows the pointer at `at` to a body without pointers of its own, and returns its position.
 *
 * It checks what `follow` and `enter` check; the level needs no `leave`.
 */
export function reach(reader: Reader, at: number, count: number, memory: number): number {
  const place = reader.follow(at, count, memory);
  if (reader.depth < 1) reader.enter(at);
  return place;
}
