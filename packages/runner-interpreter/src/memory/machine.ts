import { Chunk } from "./chunk.ts";
import { badInput, limitExceeded } from "../execution-error.ts";
import { TextSlice } from "./text-slice.ts";
import { ValueEnds } from "./value-ends.ts";

/** Limits of one execution. */
export interface ExecutionLimits {
  readonly maxSteps: number;
  readonly maxOutputBytes: number;
  readonly maxAllocatedBytes: number;
}

/** Small values share memory, in pools that double from the first size to the last. */
const firstPoolBytes = 1024;
const lastPoolBytes = 65_536;

/**
 * Bytes that a value that may get links takes beside its own, in objects of the engine: chunk and links while it
 * exists, as much again while an output is put together. Measured, and rounded up: small linked values could otherwise
 * fill the engine's heap, which ends the process, long before their bytes come to anything.
 */
const linkedOverheadBytes = 1024;

/** Bigger values get memory of their own. No more than the first pool has. */
const maxPooledBytes = 1024;

/**
 * State of one execution: its memory, its limits, and the registers by which compiled code returns a place.
 *
 * Code that yields a value in memory returns its position and leaves its chunk in {@link Machine.chunk}; the register
 * holds until any other code runs, so the caller reads it at once. This costs no object per value.
 */
export class Machine {
  /** Chunk of the place that was answered last. */
  chunk: Chunk;
  /** Number of items of the array that was opened last. */
  count = 0;
  /** Called by compiled code that holds state between executions, to let go of it. */
  readonly resets: (() => void)[] = [];
  readonly limits: ExecutionLimits;

  #stepsLeft = 0;
  #bytesLeft = 0;
  readonly #empty: Chunk = new Chunk(new Uint8Array(0));
  #pool: Chunk;
  #poolUsed = 0;

  constructor(limits: ExecutionLimits) {
    this.limits = limits;
    this.chunk = this.#empty;
    this.#pool = this.#empty;
  }

  /** Starts an execution with full limits. */
  begin(): void {
    this.#stepsLeft = this.limits.maxSteps;
    this.#bytesLeft = this.limits.maxAllocatedBytes;
  }

  /** Lets go of all memory of an execution. */
  end(): void {
    this.chunk = this.#empty;
    this.#pool = this.#empty;
    this.#poolUsed = 0;
    for (const reset of this.resets) reset();
  }

  step(count: number): void {
    this.#stepsLeft -= count;
    if (this.#stepsLeft < 0) {
      throw limitExceeded("takes too many steps", "maxSteps", this.limits.maxSteps);
    }
  }

  reserve(length: number): void {
    if (length > this.limits.maxOutputBytes) {
      throw limitExceeded(
        `needs ${length} bytes for one value`,
        "maxOutputBytes",
        this.limits.maxOutputBytes,
      );
    }
    this.#charge(length);
  }

  /** Counts memory of many small parts, none of which is near the limit for one value. */
  #charge(length: number): void {
    this.#bytesLeft -= length;
    if (this.#bytesLeft < 0) {
      throw limitExceeded(
        "allocates too much memory",
        "maxAllocatedBytes",
        this.limits.maxAllocatedBytes,
      );
    }
  }

  /** Makes room for a value without links, zeroed, and returns its position; its chunk is in the register. */
  allocate(length: number): number {
    if (length > maxPooledBytes) return this.#allocateAlone(length);
    const at = this.#takeFromPool(length);
    this.chunk = this.#pool;
    return at;
  }

  /**
   * Does the same as {@link Machine.allocate}, for a value that may get links. It has a chunk of its own, so that it
   * keeps nothing alive but what it links to itself.
   */
  allocateLinked(length: number): number {
    this.#charge(linkedOverheadBytes);
    if (length > maxPooledBytes) return this.#allocateAlone(length);
    const at = this.#takeFromPool(length);
    this.chunk = new Chunk(this.#pool.bytes, this.#pool.view, at + length);
    return at;
  }

  /** Follows the pointer at a position of the register's chunk; the body's chunk is in the register. */
  follow(at: number): number {
    const chunk = this.chunk;
    const pointer = chunk.view.getInt32(at, true);
    const { links } = chunk;
    if (pointer < 0 && links !== undefined) {
      // A link that is not there: bytes that are no pointer were taken for one.
      if (~pointer >= links.count) throw badInput();
      this.chunk = links.chunkOf(~pointer);
      return links.targetOf(~pointer);
    }
    return at + (pointer >>> 0);
  }

  newText(length: number): TextSlice {
    const at = this.allocate(length);
    return new TextSlice(this.chunk, at, at + length);
  }

  #allocateAlone(length: number): number {
    this.reserve(length);
    this.chunk = new Chunk(new Uint8Array(length));
    return 0;
  }

  #takeFromPool(length: number): number {
    if (length > this.#pool.end - this.#poolUsed) {
      const size = Math.min(Math.max(this.#pool.end * 2, firstPoolBytes), lastPoolBytes);
      this.reserve(size);
      this.#pool = new Chunk(new Uint8Array(size));
      this.#pool.ends = new ValueEnds(size);
      this.#poolUsed = 0;
    }
    const at = this.#poolUsed;
    this.#poolUsed = at + length;
    this.#pool.ends?.add(this.#poolUsed);
    return at;
  }
}
