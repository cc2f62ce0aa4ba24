import { ErrorCode, type Program } from "@lutra/runner-core";
import { isProgramReference } from "@lutra/runner-core/generated";
import { plainBytes } from "../bytes/plain-bytes.ts";
import { sha256 } from "../bytes/sha256.ts";
import { HttpFault } from "./http-fault.ts";
import { refuseString } from "./refuse-string.ts";

/** Programs that a server may run: by their hashes, and some of them with their bytes. */
export class ListedPrograms {
  readonly #hashes = new Set<string>();
  readonly #programs = new Map<string, Program>();
  #hashing: Promise<void> | undefined;

  /** @throws TypeError for a string in place of a list or of a hash, and for a program whose bytes were transferred */
  constructor(listed: Iterable<string | Program>) {
    refuseString("programs", listed);
    const unnamed: Program[] = [];
    for (const item of listed) {
      const hash = typeof item === "string" ? item : item.hash;
      if (hash === undefined && typeof item !== "string") {
        // Others may change shared memory: a copy is hashed and prepared.
        unnamed.push({ kind: item.kind, bytes: plainBytes(item.bytes, "program") });
        continue;
      }
      if (hash === undefined || !/^[0-9a-f]{64}$/.test(hash)) {
        throw new TypeError(`programs: expected 64 lower-case hexadecimal digits, got ${hash}`);
      }
      this.#hashes.add(hash);
      if (typeof item !== "string" && !isProgramReference(item)) this.#programs.set(hash, item);
    }
    if (unnamed.length > 0) this.#hashing = this.#hashAll(unnamed);
  }

  /** Work that must be done before the list is complete; `undefined` once it is. */
  get hashing(): Promise<void> | undefined {
    return this.#hashing;
  }

  /** Checks if a program is on the list. */
  has(hash: string): boolean {
    return this.#hashes.has(hash);
  }

  /**
   * Returns a program that is listed with its bytes.
   *
   * @throws HttpFault 500 if its bytes have another hash, or cannot be read: then the list is wrong
   */
  async find(hash: string): Promise<Program | undefined> {
    const program = this.#programs.get(hash);
    if (program === undefined) return undefined;
    let actual: string;
    try {
      actual = await sha256(program.bytes);
    } catch (error) {
      throw serverFault(`the listed program ${hash} cannot be read: ${(error as Error).message}`);
    }
    if (actual === hash) return program;
    throw serverFault(`the program that is listed as ${hash} has the SHA-256 ${actual}`);
  }

  async #hashAll(programs: readonly Program[]): Promise<void> {
    for (const program of programs) {
      const hash = await sha256(program.bytes);
      this.#hashes.add(hash);
      this.#programs.set(hash, { ...program, hash });
    }
    this.#hashing = undefined;
  }
}

function serverFault(message: string): HttpFault {
  return new HttpFault(500, message, { code: ErrorCode.EXECUTION_ERROR });
}
