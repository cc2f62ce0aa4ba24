import type { Chunk } from "./chunk.ts";
import { badInput } from "../execution-error.ts";
import type { Layout } from "./layout.ts";

/** Heads longer than this are copied by the engine's own copy. */
const longHead = 64;

/**
 * Copies a head to another chunk. Its bodies stay where they are: the copied pointers become links.
 *
 * A pointer of zero is that of a unit variant: it has no body, and stays zero.
 */
export function copyHead(
  source: Chunk,
  from: number,
  target: Chunk,
  at: number,
  layout: Layout,
): void {
  copyBytes(source, from, target, at, layout.size);
  const pointers = layout.pointers;
  for (let i = 0; i < pointers.length; i++) {
    const offset = pointers[i] as number;
    copyPointer(source, from + offset, target, at + offset);
  }
}

/** Copies adjacent heads. */
export function copyHeads(
  source: Chunk,
  from: number,
  target: Chunk,
  at: number,
  count: number,
  layout: Layout,
): void {
  const { size, pointers } = layout;
  copyBytes(source, from, target, at, size * count);
  if (pointers.length === 0) return;
  for (let item = 0; item < count; item++) {
    for (let i = 0; i < pointers.length; i++) {
      const offset = item * size + (pointers[i] as number);
      copyPointer(source, from + offset, target, at + offset);
    }
  }
}

/** Copies bytes that hold no pointers. */
export function copyBytes(
  source: Chunk,
  from: number,
  target: Chunk,
  at: number,
  length: number,
): void {
  if (from + length > source.end) {
    // Nothing is read of a value without bytes, so it may be anywhere.
    if (length === 0) return;
    throw badInput();
  }
  if (length > longHead) {
    target.bytes.set(source.bytes.subarray(from, from + length), at);
    return;
  }
  const input = source.view;
  const output = target.view;
  let i = 0;
  for (; i + 4 <= length; i += 4) output.setInt32(at + i, input.getInt32(from + i, true), true);
  for (; i < length; i++) output.setUint8(at + i, input.getUint8(from + i));
}

function copyPointer(source: Chunk, from: number, target: Chunk, at: number): void {
  const pointer = source.view.getInt32(from, true);
  if (pointer === 0) return;
  if (pointer < 0 && source.links !== undefined) {
    const index = ~pointer;
    if (index >= source.links.count) throw badInput();
    target.link(at, source.links.chunkOf(index), source.links.targetOf(index));
    return;
  }
  target.link(at, source, from + (pointer >>> 0));
}
