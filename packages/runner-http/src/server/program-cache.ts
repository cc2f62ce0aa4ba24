import type { Program, Run } from "@lutra/runner-core";

/** A prepared program and who uses it. */
interface Entry<Prepared> {
  readonly prepared: Promise<Prepared>;
  users: number;
  /** Out of the cache: released when the last user is done. */
  evicted: boolean;
}

/**
 * Prepared programs by their hash, the least recently used of them evicted. A program is prepared once however many
 * requests ask for it, and released when it is evicted and not in use.
 */
export class ProgramCache<Prepared> {
  readonly #runner: Run<Prepared>;
  #maxPrograms: number;
  /** In the order of their last use. */
  readonly #entries = new Map<string, Entry<Prepared>>();
  readonly #releases = new Set<Promise<void>>();

  constructor(runner: Run<Prepared>, maxPrograms: number) {
    this.#runner = runner;
    this.#maxPrograms = maxPrograms;
  }

  /**
   * Prepares a program unless it is there, and resolves when it is ready.
   *
   * @returns whether it was new
   */
  async add(hash: string, program: Program): Promise<boolean> {
    let entry = this.#entries.get(hash);
    const isNew = entry === undefined;
    if (entry === undefined) {
      // No caller's signal here: others may wait for the same program.
      entry = { prepared: this.#prepare(program), users: 0, evicted: false };
      this.#entries.set(hash, entry);
    }
    const ready = this.#using(hash, entry, async () => {});
    this.#evictSurplus();
    await ready;
    return isNew;
  }

  /** Calls back with a prepared program, or returns undefined, and no promise, if it is not there. */
  use<T>(hash: string, work: (prepared: Prepared) => Promise<T>): Promise<T> | undefined {
    const entry = this.#entries.get(hash);
    if (entry === undefined) return undefined;
    this.#entries.delete(hash);
    this.#entries.set(hash, entry);
    return this.#using(hash, entry, work);
  }

  /** Evicts everything, and keeps nothing more. Resolves when all that is not in use is released. */
  async close(): Promise<void> {
    this.#maxPrograms = 0;
    this.#evictSurplus();
    await Promise.allSettled(this.#releases);
  }

  /** A promise, whatever the runner returns or throws. */
  async #prepare(program: Program): Promise<Prepared> {
    return await this.#runner.prepare(program);
  }

  async #using<T>(
    hash: string,
    entry: Entry<Prepared>,
    work: (prepared: Prepared) => Promise<T>,
  ): Promise<T> {
    entry.users++;
    try {
      let prepared: Prepared;
      try {
        prepared = await entry.prepared;
      } catch (error) {
        if (this.#entries.get(hash) === entry) this.#entries.delete(hash);
        throw error;
      }
      return await work(prepared);
    } finally {
      entry.users--;
      if (entry.evicted && entry.users === 0) this.#release(entry);
    }
  }

  #evictSurplus(): void {
    for (const [hash, entry] of this.#entries) {
      if (this.#entries.size <= this.#maxPrograms) return;
      this.#evict(hash, entry);
    }
  }

  #evict(hash: string, entry: Entry<Prepared>): void {
    this.#entries.delete(hash);
    entry.evicted = true;
    if (entry.users === 0) this.#release(entry);
  }

  #release(entry: Entry<Prepared>): void {
    const release = entry.prepared
      .then((prepared) => this.#runner.release(prepared))
      // A program that was not prepared needs no release, and no one waits for one that fails.
      .catch(() => {})
      .finally(() => this.#releases.delete(release));
    this.#releases.add(release);
  }
}
