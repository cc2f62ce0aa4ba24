import { Chunk, viewOf } from "./chunk.ts";
import { badInput, executionError } from "../execution-error.ts";
import { copyHead, copyHeads } from "./copy-head.ts";
import { Links } from "./links.ts";
import type { Layout } from "./layout.ts";
import type { Machine } from "./machine.ts";

/** Size of the head of an array; the items' heads follow it in every array that the interpreter writes. */
export const arrayHeadBytes = 8;

/** Memory of a link. */
const linkBytes = 8;

/**
 * Opens the array at a place of the register's chunk: returns where its items start, and leaves their chunk and number in the
 * machine's registers.
 */
export function openArray(machine: Machine, at: number, itemBytes: number): number {
  const count = machine.chunk.view.getUint32(at + 4, true);
  const start = machine.follow(at);
  if (count * itemBytes > 0 && start + count * itemBytes > machine.chunk.end) {
    throw badInput();
  }
  machine.count = count;
  return start;
}

/** Makes an array with room for its items' heads and returns its place. */
export function newArray(machine: Machine, count: number, layout: Layout): number {
  const length = arrayHeadBytes + count * layout.size;
  const isFlat = layout.pointers.length === 0;
  if (!isFlat) machine.reserve(count * layout.pointers.length * linkBytes);
  const at = isFlat ? machine.allocate(length) : machine.allocateLinked(length);
  if (!isFlat) machine.chunk.links = new Links<Chunk>(count * layout.pointers.length);
  const { view } = machine.chunk;
  view.setInt32(at, arrayHeadBytes, true);
  view.setUint32(at + 4, count, true);
  return at;
}

/** Room that is left for arrays that turn out longer than expected. */
const spareShare = 1.0625;

/** Arrays grow at least by this factor, or growing would take more than linear time. */
const leastGrowth = 1.25;

/** Collects items of arrays into one array whose length is not known at first. */
export class ArrayCollector {
  readonly #machine: Machine;
  readonly #layout: Layout;
  readonly #chunk: Chunk;
  #used = arrayHeadBytes;
  #count = 0;

  constructor(machine: Machine, layout: Layout) {
    this.#machine = machine;
    this.#layout = layout;
    const length = arrayHeadBytes + 8 * layout.size;
    machine.reserve(length);
    this.#chunk = new Chunk(new Uint8Array(length));
  }

  /**
   * Adds items that stand one after the other.
   *
   * @param share of the work that is done with them, above 0 and at most 1; 0 if that is not known
   */
  add(source: Chunk, start: number, count: number, share: number): void {
    const length = count * this.#layout.size;
    this.#machine.reserve(count * this.#layout.pointers.length * linkBytes);
    if (this.#used + length > this.#chunk.bytes.length) this.#grow(this.#used + length, share);
    copyHeads(source, start, this.#chunk, this.#used, count, this.#layout);
    this.#used += length;
    this.#count += count;
    if (this.#count > 0xffff_ffff) throw executionError("an array gets more than 4294967295 items");
  }

  /** Returns the place of the array. */
  finish(): number {
    // What growing took too much goes back, unless it is little.
    if (this.#used * 4 < this.#chunk.bytes.length * 3) this.#resize(this.#used);
    const { view } = this.#chunk;
    view.setInt32(0, arrayHeadBytes, true);
    view.setUint32(4, this.#count, true);
    this.#chunk.end = this.#used;
    this.#machine.chunk = this.#chunk;
    return 0;
  }

  /** Makes room for what is there and for as much as can be expected to follow, so that little is left over. */
  #grow(needed: number, share: number): void {
    const expected = Math.max((needed / share) * spareShare, needed * leastGrowth);
    const limit = this.#machine.limits.maxOutputBytes;
    const length = Math.max(needed, Math.min(Math.ceil(expected), needed * 2, limit));
    this.#machine.reserve(length);
    this.#resize(length);
  }

  #resize(length: number): void {
    const bytes = new Uint8Array(length);
    bytes.set(this.#chunk.bytes.subarray(0, this.#used));
    this.#chunk.bytes = bytes;
    this.#chunk.view = viewOf(bytes);
  }
}

/** Makes an array of the items at given positions of a chunk. */
export function copyItems(
  machine: Machine,
  source: Chunk,
  positions: ArrayLike<number>,
  layout: Layout,
): number {
  const result = newArray(machine, positions.length, layout);
  const chunk = machine.chunk;
  let at = result + arrayHeadBytes;
  for (let i = 0; i < positions.length; i++) {
    copyHead(source, positions[i] as number, chunk, at, layout);
    at += layout.size;
  }
  machine.chunk = chunk;
  return result;
}
