import { ErrorCode, RunnerError } from "../error.ts";
import type { Program, ProgramKind } from "../program.ts";
import { representationOf } from "../representation.ts";

/** A program that is known by its hash only. A client over HTTP runs it on a server that has the program. */
export interface ProgramReference extends Program {
  readonly hash: string;
  /** Not there: reading it throws a `RunnerError` with the code `PREPARE_ERROR`, as a runner then does that needs it. */
  readonly bytes: never;
  /** Tells a reference from a program with bytes. */
  readonly isReference: true;
}

/**
 * Makes a reference to a program that a server has.
 *
 * @param hash SHA-256 of the program, as 64 lower-case hexadecimal digits
 *
 * @example
 * ```ts
 * const program = programReference("bytecodeLt", "01".repeat(32));
 * isProgramReference(program); // true
 * ```
 */
export function programReference(kind: ProgramKind, hash: string): ProgramReference {
  return {
    kind,
    hash,
    isReference: true,
    get bytes(): never {
      throw new RunnerError(
        `only the hash of the ${representationOf(kind)} program ${hash} is here: it runs over HTTP, on a server that ` +
          "lists it in its `programs`; for another runner, generate the module with programs embedded",
        { code: ErrorCode.PREPARE_ERROR },
      );
    },
  };
}

/**
 * Checks if a program has no bytes, only a hash.
 *
 * @example
 * if (isProgramReference(program)) console.log(program.hash);
 */
export function isProgramReference(program: Program): program is ProgramReference {
  return (program as { readonly isReference?: unknown }).isReference === true;
}
