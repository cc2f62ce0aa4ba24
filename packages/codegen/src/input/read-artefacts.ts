import {
  type ArtefactGroup,
  groupArtefacts,
  type InputFile,
  refuseTwins,
} from "./artefact-groups.ts";
import type { ProgramSource, SourceFile } from "./program-source.ts";
import { findTypes, readProgram, refuseTwice } from "./program-types.ts";
import { type Selection, selectionWarnings, selector } from "./select.ts";
import { sha256, sourceHash } from "./sha256.ts";
import { readSourceDocs } from "./source-docs.ts";

/** Settings of {@link readArtefacts}. */
export interface ArtefactOptions extends Selection {
  /** Name of a function whose files lie in the folder itself. @default "main" */
  readonly rootName?: string;
  /** Path from the folder of the module to that of the files, for the head of the module. @default "" */
  readonly prefix?: string;
  /** Takes a sentence on what the user may want to change: a pattern that matches no program. @default it is dropped */
  readonly onWarning?: (warning: string) => unknown;
}

/**
 * Reads compiled programs from the files of a folder.
 *
 * A function is a folder with `program.REPR.rr.ld` for each representation, and `program-type.ld` or
 * `program-type.txt` if it is only there as bytecode; or files `NAME.REPR.rr.ld`, with `NAME.program-type.ld`. From
 * `main.lt` or `NAME.lt` come documentation and names of parameters. Other files are ignored.
 *
 * @throws CodegenError for programs that cannot be read, whose types are not known, or that contradict each other
 *
 * @example
 * const sources = await readArtefacts([]); // { path: "double/program.bytecode-lt.rr.ld", bytes: ... }
 */
export async function readArtefacts(
  files: readonly InputFile[],
  options: ArtefactOptions = {},
): Promise<readonly ProgramSource[]> {
  const { rootName = "main", prefix = "", onWarning } = options;
  const isChosen = selector(options);
  const all = groupArtefacts(files, rootName);
  const paths = all.map(({ path }) => path);
  for (const warning of selectionWarnings(options, paths)) onWarning?.(warning);
  const groups = all.filter(({ path }) => isChosen(path));
  refuseTwins(groups);
  return await Promise.all(groups.map((group) => readGroup(group, prefix)));
}

/** Name of the function that a source compiles to a program. */
const functionName = "main";

async function readGroup(group: ArtefactGroup, prefix: string): Promise<ProgramSource> {
  const read = group.programs.map(readProgram);
  refuseTwice(group.path.join("/"), read);
  const { input, output, defs } = findTypes(group, read);
  const text = group.source && new TextDecoder().decode(group.source.bytes);
  const told = text === undefined ? undefined : readSourceDocs(text, functionName);
  return {
    path: group.path,
    functionName: group.path.at(-1)!,
    input,
    output,
    defs,
    programs: await Promise.all(
      read.map(async ({ program: { kind, bytes } }) => ({
        kind,
        bytes,
        hash: await sha256(bytes),
      })),
    ),
    docs: told?.docs,
    parameters: told?.parameters,
    files: await Promise.all(
      [group.source, group.types]
        .filter((file) => file !== undefined)
        .map(async (file): Promise<SourceFile> => {
          return { path: prefix + file.path, hash: await sourceHash(file) };
        }),
    ),
  };
}
