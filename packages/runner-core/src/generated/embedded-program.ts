import type { Program, ProgramKind } from "../program.ts";

/** A program in generated code: its bytes are text, which is read when they are first asked for. */
export interface EmbeddedProgram extends Program {
  readonly hash: string;
}

/**
 * Makes a program of the text that a generator wrote.
 *
 * @param hash SHA-256 of the program, as 64 lower-case hexadecimal digits; it is not checked here
 * @param base64 returns the complete program; called once at most. `bytes` throws a `TypeError` if it is not base64
 *
 * @example
 * ```ts
 * const program = embeddedProgram("bytecodeLt", "01".repeat(32), () => "AgQAAAA=");
 * program.bytes; // Uint8Array [2, 4, 0, 0, 0]
 * ```
 */
export function embeddedProgram(
  kind: ProgramKind,
  hash: string,
  base64: () => string,
): EmbeddedProgram {
  let bytes: Uint8Array | undefined;
  return {
    kind,
    hash,
    get bytes(): Uint8Array {
      return (bytes ??= bytesOf(base64(), hash));
    },
  };
}

function bytesOf(base64: string, hash: string): Uint8Array {
  let binary: string;
  try {
    binary = atob(base64);
  } catch {
    throw new TypeError(`the text of the program ${hash} is not base64: generate its module again`);
  }
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
