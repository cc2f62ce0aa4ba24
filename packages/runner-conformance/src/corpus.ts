import { codecsFor, type ProgramCodecs } from "@lutra/bin/program";
import { type Program, programFromBytes, type ProgramKind } from "@lutra/runner-core";
import { corpusText } from "./corpus-data.ts";

/** A program of Lutra's own compiler, an input, and the output that the original's runner gives. */
export interface CorpusProgram {
  readonly name: string;
  /** The Lutra source, on one line. */
  readonly source: string;
  readonly program: Program;
  readonly codecs: ProgramCodecs;
  /** Encoded input. */
  readonly input: Uint8Array;
  /** Encoded output, in canonical form; undefined for a program that must fail. */
  readonly output: Uint8Array | undefined;
}

const kinds: readonly ProgramKind[] = ["bytecodeLt", "sqlPostgres", "sqlDuckDb"];

/**
 * Returns the programs that runners of a kind must execute, in the order of the published corpus.
 *
 * @example
 * ```ts
 * corpus("bytecodeLt")[0]?.name; // "Int64 beyond 2^53"
 * ```
 */
export function corpus(kind: ProgramKind): readonly CorpusProgram[] {
  return corpusText
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [name = "", source = "", type = "", input = "", output = "", ...programs] =
        line.split("\t");
      const program = programs[kinds.indexOf(kind)] ?? "";
      if (program === "") return [];
      return {
        name,
        source,
        program: programFromBytes(fromBase64(program)),
        codecs: codecsFor(fromBase64(type)),
        input: fromBase64(input),
        output: output === "fails" ? undefined : fromBase64(output),
      };
    });
}

/** Returns one program of the corpus by name. @throws TypeError if the kind does not have it */
export function corpusProgram(kind: ProgramKind, name: string): CorpusProgram {
  const found = corpus(kind).find((each) => each.name === name);
  if (found === undefined) throw new TypeError(`no program of the corpus is called ${name}`);
  return found;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
