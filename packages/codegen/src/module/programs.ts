import type { ProgramKind } from "@lutra/runner-core";
import type { CompiledSource, ProgramSource } from "../input/program-source.ts";
import { codeText, comment } from "../layout/comment.ts";

/** End of a constant's name, and what executes it, for each representation; in the order of the module. */
const kinds: readonly (readonly [ProgramKind, string, string])[] = [
  ["bytecodeLt", "Bytecode", "the interpreter"],
  ["sqlPostgres", "Postgres", "PostgreSQL"],
  ["sqlDuckDb", "DuckDb", "DuckDB"],
];

/** A constant that holds a program. */
export interface ProgramConstant {
  readonly name: string;
  readonly lines: readonly string[];
}

/** Returns the ends of the names of the constants of a program. */
export function constantEnds(programs: readonly CompiledSource[]): readonly string[] {
  return sorted(programs).map(([, end]) => end);
}

/**
 * Writes a constant for each representation of a program.
 *
 * @param nameOf returns the name of a constant by the end of it
 */
export function programConstants(
  { programs, functionName }: ProgramSource,
  nameOf: (end: string) => string,
  isEmbedded: boolean,
): readonly ProgramConstant[] {
  return sorted(programs).map(([program, end, runner]) => {
    const name = nameOf(end);
    const { kind, hash } = program;
    const [docs] = comment([`${codeText(functionName)} for ${runner}.`]);
    const line = isEmbedded
      ? `export const ${name}: EmbeddedProgram = /* @__PURE__ */ embeddedProgram("${kind}", "${hash}", () => "${base64(program.bytes)}");`
      : `export const ${name}: ProgramReference = /* @__PURE__ */ programReference("${kind}", "${hash}");`;
    return { name, lines: [docs!, line] };
  });
}

function sorted(
  programs: readonly CompiledSource[],
): readonly (readonly [CompiledSource, string, string])[] {
  return kinds.flatMap(([kind, end, runner]) => {
    const program = programs.find((each) => each.kind === kind);
    return program === undefined ? [] : [[program, end, runner] as const];
  });
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
