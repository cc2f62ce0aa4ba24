import { Session } from "node:inspector/promises";

/** Blocks of code that ran, by V8's own counters: they work in every Node and need no instrumented code. */
export class Coverage {
  readonly #session = new Session();
  readonly #folder: string;
  readonly #seen = new Set<string>();

  /** @param folder part of the URLs of the code that counts */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Number of blocks that were marked as seen. */
  get size(): number {
    return this.#seen.size;
  }

  /** Starts to count, in this thread only. */
  async start(): Promise<void> {
    this.#session.connect();
    await this.#session.post("Profiler.enable");
    await this.#session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  }

  /** Returns the blocks that ran since the last call and are not marked as seen. */
  async take(): Promise<readonly string[]> {
    const { result } = await this.#session.post("Profiler.takePreciseCoverage");
    const fresh: string[] = [];
    for (const { url, functions } of result) {
      if (!url.includes(this.#folder)) continue;
      for (const { ranges } of functions)
        for (const { startOffset, endOffset, count } of ranges) {
          const block = `${url}:${startOffset}:${endOffset}`;
          if (count > 0 && !this.#seen.has(block)) fresh.push(block);
        }
    }
    return fresh;
  }

  /** Marks blocks as seen. */
  mark(blocks: readonly string[]): void {
    for (const block of blocks) this.#seen.add(block);
  }
}
