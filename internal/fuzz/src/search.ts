import type { Random } from "@lutra-internal/testing";
import type { Board } from "./board.ts";
import type { Coverage } from "./coverage.ts";
import { mutate } from "./mutate.ts";

/** An input for which a target throws. */
export interface Failure {
  readonly data: Uint8Array;
  readonly error: unknown;
}

/** Result of a search. */
export interface SearchResult {
  /** Inputs that reached new code, in the order in which they were found. */
  readonly found: readonly Uint8Array[];
  readonly failure: Failure | undefined;
}

/** Number of inputs for which coverage is read once: reading it takes as long as many runs. */
const batchSize = 1024;

/** Counters of the code that ran, as {@link Coverage} has them. */
type Counters = Pick<Coverage, "take" | "mark">;

/** Looks for inputs for which a function throws. */
export class Search {
  readonly #fuzz: (data: Uint8Array) => void;
  readonly #coverage: Counters;
  readonly #board: Board;

  constructor(fuzz: (data: Uint8Array) => void, coverage: Counters, board: Board) {
    this.#fuzz = fuzz;
    this.#coverage = coverage;
    this.#board = board;
  }

  /** Tries ever new inputs until one fails or the board says stop. Those that reach new code are changed further. */
  async run(seeds: readonly Uint8Array[], random: Random): Promise<SearchResult> {
    const corpus = seeds.length > 0 ? [...seeds] : [new Uint8Array(1)];
    const found: Uint8Array[] = [];
    let failure = this.runAll(corpus);
    this.#coverage.mark(await this.#coverage.take());
    while (failure === undefined && !this.#board.isStopped) {
      const batch = Array.from({ length: batchSize }, () => mutate(corpus, random));
      failure = this.runAll(batch);
      if (failure !== undefined || (await this.#coverage.take()).length === 0) continue;
      const kept = await this.#reachingNew(batch);
      corpus.push(...kept);
      found.push(...kept);
    }
    return { found, failure };
  }

  /** Shortens an input that fails, as long as it still fails and the board does not say stop. */
  reduce(failure: Failure): Failure {
    let best = failure;
    for (let size = best.data.length >> 1; size > 0; size >>= 1)
      for (let at = 0; at < best.data.length && !this.#board.isStopped;) {
        const { data } = best;
        const shorter = Uint8Array.from([...data.subarray(0, at), ...data.subarray(at + size)]);
        const still = this.runAll([shorter]);
        if (still === undefined) at += size;
        else best = still;
      }
    return best;
  }

  /** Runs inputs until one fails or the board says stop, and returns the one that failed. */
  runAll(inputs: readonly Uint8Array[]): Failure | undefined {
    try {
      for (const data of inputs) {
        if (this.#board.isStopped) return undefined;
        this.#board.begin(data);
        try {
          this.#fuzz(data);
        } catch (error) {
          return { data, error };
        }
      }
      return undefined;
    } finally {
      this.#board.end();
    }
  }

  /** Returns the inputs that reach code that none before them has reached, by halves. */
  async #reachingNew(inputs: readonly Uint8Array[]): Promise<readonly Uint8Array[]> {
    this.runAll(inputs);
    const fresh = await this.#coverage.take();
    if (fresh.length === 0 || this.#board.isStopped) return [];
    if (inputs.length === 1) {
      this.#coverage.mark(fresh);
      return inputs;
    }
    const half = inputs.length >> 1;
    const first = await this.#reachingNew(inputs.slice(0, half));
    return [...first, ...(await this.#reachingNew(inputs.slice(half)))];
  }
}
