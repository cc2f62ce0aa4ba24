import { ErrorCode, type Program, type Run, RunnerError } from "@lutra/runner-core";
import { programMemory } from "@lutra/runner-core/transport";
import { coded } from "./coded.ts";

/** A prepared program and who uses it. */
interface Entry<Prepared> {
  readonly prepared: Promise<Prepared>;
  /** Memory that it is charged with, in bytes: from when it is prepared until it is released. */
  memoryBytes: number;
  users: number;
  /** Out of the cache: released when the last user is done. */
  evicted: boolean;
}

/** Limits of a {@link ProgramCache}. */
export interface ProgramCacheLimits {
  readonly maxPrograms: number;
  readonly maxProgramBytes: number;
}

/**
 * Prepared programs by their hash, the least recently used of them evicted, by their number and by their memory. A program is prepared once however many
 * requests ask for it, and released when it is evicted and not in use.
 */
export class ProgramCache<Prepared> {
  readonly #runner: Run<Prepared>;
  #maxPrograms: number;
  readonly #maxProgramBytes: number;
  /** Memory of all programs that are prepared, those that were evicted and are in use included. */
  #programBytes = 0;
  /** In the order of their last use. */
  readonly #entries = new Map<string, Entry<Prepared>>();
  readonly #releases = new Set<Promise<void>>();

  constructor(runner: Run<Prepared>, { maxPrograms, maxProgramBytes }: ProgramCacheLimits) {
    this.#runner = runner;
    this.#maxPrograms = maxPrograms;
    this.#maxProgramBytes = maxProgramBytes;
  }

  /**
   * Prepares a program unless it is there, and resolves when it is ready.
   *
   * @returns `true` if it was new
   * @throws RunnerError `LIMIT_EXCEEDED` if it does not fit beside the programs that are in use
   */
  async add(hash: string, program: Program): Promise<boolean> {
    const isNew = !this.#entries.has(hash);
    await this.prepareAndUse(hash, program, async () => {});
    return isNew;
  }

  /**
   * Calls back with a program, which is prepared unless it is there. It is not evicted before that.
   *
   * @throws RunnerError `LIMIT_EXCEEDED` if it does not fit beside the programs that are in use, and as the runner's
   * `prepare` does, with `PREPARE_ERROR` where that gives no code
   */
  async prepareAndUse<T>(
    hash: string,
    program: Program,
    work: (prepared: Prepared) => Promise<T>,
  ): Promise<T> {
    let entry = this.#entries.get(hash);
    if (entry === undefined) {
      // No caller's signal here: others may wait for the same program.
      entry = this.#newEntry(program);
      this.#entries.set(hash, entry);
    }
    const used = this.#using(hash, entry, work);
    this.#evictSurplus();
    return await used;
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

  #newEntry(program: Program): Entry<Prepared> {
    const prepared = this.#prepare(program).then((handle) => this.#admit(entry, handle, program));
    const entry: Entry<Prepared> = { prepared, memoryBytes: 0, users: 0, evicted: false };
    return entry;
  }

  /** Prepares, and returns a promise whatever the runner returns or throws. */
  async #prepare(program: Program): Promise<Prepared> {
    try {
      return await this.#runner.prepare(program);
    } catch (error) {
      throw coded(error, ErrorCode.PREPARE_ERROR);
    }
  }

  /** Charges a prepared program, and evicts programs for it; or releases it, if it does not fit beside those in use. */
  async #admit(entry: Entry<Prepared>, handle: Prepared, program: Program): Promise<Prepared> {
    const memoryBytes = programMemory(handle, program.bytes.length);
    const idle = [...this.#entries].filter(([, { users }]) => users === 0);
    const used = this.#programBytes - idle.reduce((sum, [, other]) => sum + other.memoryBytes, 0);
    if (used + memoryBytes > this.#maxProgramBytes) {
      await this.#runner.release(handle);
      const message = `the program would take ${memoryBytes} bytes of memory beside ${used} of programs in use, more than the ${this.#maxProgramBytes} that maxProgramBytes allows`;
      throw new RunnerError(message, { code: ErrorCode.LIMIT_EXCEEDED });
    }
    entry.memoryBytes = memoryBytes;
    this.#programBytes += memoryBytes;
    for (const [hash, other] of idle) {
      if (this.#programBytes <= this.#maxProgramBytes) break;
      this.#evict(hash, other);
    }
    return handle;
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
    this.#programBytes -= entry.memoryBytes;
    const release = entry.prepared
      .then((prepared) => this.#runner.release(prepared))
      // A program that was not prepared needs no release, and no one waits for one that fails.
      .catch(() => {})
      .finally(() => this.#releases.delete(release));
    this.#releases.add(release);
  }
}
