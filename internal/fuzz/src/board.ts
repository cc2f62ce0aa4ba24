import { maxInputBytes } from "./mutate.ts";

/** Places in the counters. */
const stopped = 0;
const runs = 1;
const length = 2;
const counterBytes = 16;

/**
 * Memory that two threads share: one runs inputs and writes down each before it does, the other watches. It can tell
 * which input runs even if the first thread never comes back from it.
 */
export class Board {
  readonly memory: SharedArrayBuffer;
  readonly #counters: Int32Array;
  readonly #input: Uint8Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(counterBytes + maxInputBytes)) {
    this.memory = memory;
    this.#counters = new Int32Array(memory, 0, counterBytes / 4);
    this.#input = new Uint8Array(memory, counterBytes);
  }

  /** Number of inputs that were begun. */
  get runs(): number {
    return Atomics.load(this.#counters, runs);
  }

  /** The input that runs now. */
  get current(): Uint8Array | undefined {
    const size = Atomics.load(this.#counters, length) - 1;
    return size < 0 ? undefined : this.#input.slice(0, size);
  }

  /** `true` after `stop`: no further input is to be begun. */
  get isStopped(): boolean {
    return Atomics.load(this.#counters, stopped) === 1;
  }

  stop(): void {
    Atomics.store(this.#counters, stopped, 1);
  }

  /** Writes down the input that runs from now on. */
  begin(data: Uint8Array): void {
    this.#input.set(data);
    Atomics.store(this.#counters, length, data.length + 1);
    Atomics.add(this.#counters, runs, 1);
  }

  /** Says that no input runs. */
  end(): void {
    Atomics.store(this.#counters, length, 0);
  }
}
