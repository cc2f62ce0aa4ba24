import type { Decoder, Encoder } from "@lutra/bin";
import { ErrorCode, RunnerError } from "../error.ts";
import type { Program, ProgramKind, TypedProgram } from "../program.ts";
import { representationOf } from "../representation.ts";

/** One function, compiled for one or more kinds of runners. */
export interface PortableProgram<I, O> {
  readonly input: Encoder<I>;
  readonly output: Decoder<O>;
  /** One program for each representation. */
  readonly programs: readonly Program[];
}

/**
 * Joins the programs of one function with the codecs of its input and output.
 *
 * @example
 * const title = portableProgram(text, text, [program]);
 */
export function portableProgram<I, O>(
  input: Encoder<I>,
  output: Decoder<O>,
  programs: readonly Program[],
): PortableProgram<I, O> {
  return { input, output, programs };
}

/** Start of the external that names what a runner executes. */
const tagStart = "repr:";

/**
 * Chooses the program that a runner executes: by the first `repr:` tag of its externals that names one of them. If there
 * is no such tag at all, the only program is chosen.
 *
 * @throws RunnerError `PREPARE_ERROR` if the runner executes none of the programs
 *
 * @example
 * ```ts
 * const bytecode = embeddedProgram("bytecodeLt", "01".repeat(32), () => "AgQAAAA=");
 * const portable = portableProgram(uint8, uint8, [bytecode]);
 * chooseProgram(portable, ["repr:bytecode-lt", "std::fs"]).program === bytecode; // true
 * ```
 */
export function chooseProgram<I, O>(
  { input, output, programs }: PortableProgram<I, O>,
  externals: readonly string[],
): TypedProgram<I, O> {
  const tags = externals
    .filter((name) => name.startsWith(tagStart))
    .map((name) => name.slice(tagStart.length));
  let program = tags.length === 0 && programs.length === 1 ? programs[0] : undefined;
  for (const tag of tags) program ??= programs.find(({ kind }) => isTagOf(tag, kind));
  if (program !== undefined) return { program, input, output };
  const executed = tags.join(", ");
  const generated = programs.map(({ kind }) => representationOf(kind)).join(", ");
  throw new RunnerError(
    tags.length === 0
      ? `the runner does not say what it executes (its externals have no repr: tag), and this function is there for ${generated}: choose one of its programs yourself`
      : `the runner executes ${executed} programs, and this function is there for ${generated}: compile it for ${executed} too`,
    { code: ErrorCode.PREPARE_ERROR },
  );
}

/** Checks if a runner's tag is for a kind of program; PostgreSQL has two tags in the protocol. */
function isTagOf(tag: string, kind: ProgramKind): boolean {
  return tag === representationOf(kind) || (tag === "sql-postgres" && kind === "sqlPostgres");
}
