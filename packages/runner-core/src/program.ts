import type { Decoder, Encoder } from "@lutra/bin";

/** The representations that a compiler produces. Each runner executes one of them. */
export type ProgramKind = "sqlPostgres" | "sqlDuckDb" | "bytecodeLt";

/**
 * A compiled program, as the compiler wrote it.
 *
 * Transports carry the bytes undecoded; only the runner that executes a program decodes it.
 */
export interface Program {
  readonly kind: ProgramKind;
  /** The complete encoded `rr::Program`, its tag included: the content of a `.rr.ld` file. */
  readonly bytes: Uint8Array;
  /**
   * SHA-256 of the bytes, as 64 lower-case hexadecimal digits, if it is known. A client over HTTP then asks servers for
   * the program without the bytes.
   */
  readonly hash?: string | undefined;
}

/** A program together with the codecs of its input and its output. */
export interface TypedProgram<I, O> {
  readonly program: Program;
  /** Codec of the input, or the half of it that encodes. */
  readonly input: Encoder<I>;
  /** Codec of the output, or the half of it that decodes. */
  readonly output: Decoder<O>;
}

/** The program kinds in the order of their tags in `rr::Program`. */
const kindsByTag: readonly ProgramKind[] = ["sqlPostgres", "sqlDuckDb", "bytecodeLt"];

/** Head of `rr::Program`: one tag byte and a four-byte pointer. */
const headBytes = 5;

/**
 * Makes a program of the bytes of a `.rr.ld` file.
 *
 * Looks at the tag only. The bytes are kept, not copied.
 *
 * @throws TypeError if the bytes cannot be an `rr::Program`: fewer than 5, or an unknown tag; and for anything but bytes
 * @see docs/spec/programs.md, "Program"
 *
 * @example
 * ```ts
 * const program = programFromBytes(new Uint8Array([2, 4, 0, 0, 0]));
 * program.kind; // "bytecodeLt"
 * ```
 */
export function programFromBytes(bytes: Uint8Array): Program {
  if (!ArrayBuffer.isView(bytes)) {
    throw new TypeError(`expected bytes, got ${typeof bytes}: await a file read without encoding`);
  }
  const kind = kindsByTag[bytes[0] ?? -1];
  if (kind === undefined || bytes.length < headBytes) {
    throw new TypeError(
      `not a Lutra program: expected an encoded rr::Program (at least ${headBytes} bytes, first byte 0, 1 or 2), ` +
        `got ${bytes.length} bytes${bytes.length > 0 ? ` starting with ${bytes[0]}` : ""}`,
    );
  }
  return { kind, bytes };
}

/**
 * Joins a program with the codecs of its input and output. The types are the caller's claim: nothing is checked
 * before a value is encoded or decoded.
 */
export function typedProgram<I, O>(
  program: Program,
  input: Encoder<I>,
  output: Decoder<O>,
): TypedProgram<I, O> {
  return { program, input, output };
}
