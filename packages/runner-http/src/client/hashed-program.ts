import { ErrorCode, type Program, RunnerError } from "@lutra/runner-core";
import { isProgramReference } from "@lutra/runner-core/generated";
import { bytesOfProgram } from "@lutra/runner-core/transport";
import { plainBytes } from "../bytes/plain-bytes.ts";
import { sha256 } from "../bytes/sha256.ts";

/** A program and its name on servers. */
export interface HashedProgram {
  /** SHA-256 of the program, in hexadecimal. */
  readonly hash: string;
  readonly program: Program;
}

/** Programs whose bytes have the hash that they come with. */
const checked = /* @__PURE__ */ new WeakSet<Program>();

/**
 * Returns a program with its hash: the one that it comes with, or that of its bytes.
 *
 * A hash that comes with bytes is compared with theirs, once for each program, or a wrong one would run another program
 * of the server.
 *
 * @throws RunnerError `DECODE_ERROR` for a string that is not a hash, or not that of the bytes
 */
export async function hashedProgram(program: Program): Promise<HashedProgram> {
  const { kind, hash } = program;
  if (hash === undefined) {
    // The hash is of a copy of shared memory; others may change the original.
    const bytes = plainBytes(bytesOfProgram(program), "program");
    return { hash: await sha256(bytes), program: { kind, bytes } };
  }
  if (!/^[0-9a-f]{64}$/.test(hash)) {
    throw wrongHash(`a program's hash must be 64 lower-case hexadecimal digits, got ${hash}`);
  }
  if (!isProgramReference(program) && !checked.has(program)) {
    const actual = await sha256(program.bytes);
    if (actual !== hash) {
      throw wrongHash(`the program's SHA-256 is ${actual}, its hash says ${hash}`);
    }
    checked.add(program);
  }
  return { hash, program };
}

function wrongHash(what: string): RunnerError {
  const message = `${what}: compile it again, or generate its module again`;
  return new RunnerError(message, { code: ErrorCode.DECODE_ERROR });
}
