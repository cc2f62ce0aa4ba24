import { CodegenError } from "../codegen-error.ts";

/** A file of a folder with compiled programs. */
export interface InputFile {
  /** Path below the folder, with slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Files of one function. */
export interface ArtefactGroup {
  /** Folders and name: `["movie-search"]`. */
  readonly path: readonly string[];
  /** Compiled programs, one for each representation. */
  readonly programs: readonly InputFile[];
  /** Encoded or printed types. */
  readonly types: InputFile | undefined;
  /** Lutra source of the function. */
  readonly source: InputFile | undefined;
}

const extension = ".rr.ld";
const representation =
  /[.\-_](?:bytecode-lt|bytecode|lt|sql-pg|sql-postgres|pg|sql-duckdb|duckdb)$/;

/** Names of a program that is alone in its folder, and called after it. */
const folderStems: ReadonlySet<string> = new Set(["main", "program"]);

/**
 * Groups the files of a folder by function: `NAME/program.REPR.rr.ld` with `program-type.ld` and `main.lt`, or
 * `NAME.REPR.rr.ld` with `NAME.program-type.ld` and `NAME.lt`.
 *
 * @param rootName name of a function whose files lie in the folder itself
 */
export function groupArtefacts(
  files: readonly InputFile[],
  rootName: string,
): readonly ArtefactGroup[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const groups = new Map<string, InputFile[]>();
  for (const path of [...byPath.keys()].sort()) {
    if (!path.endsWith(extension)) continue;
    const stem = path.slice(0, -extension.length).replace(representation, "");
    groups.set(stem, [...(groups.get(stem) ?? []), byPath.get(path)!]);
  }
  const stems = [...groups.keys()];
  return stems.map((stem) => {
    const folder = stem.slice(0, stem.lastIndexOf("/") + 1);
    const isAlone =
      stems.filter((other) => other.startsWith(folder) && !other.slice(folder.length).includes("/"))
        .length === 1;
    const find = (...names: readonly string[]): InputFile | undefined =>
      names.map((name) => byPath.get(name)).find((file) => file !== undefined);
    const shared = isAlone ? folder : undefined;
    return {
      path: nameOf(stem, rootName),
      programs: groups.get(stem)!,
      types: find(
        ...["ld", "txt"].map((end) => `${stem}.program-type.${end}`),
        ...(shared === undefined ? [] : ["ld", "txt"].map((end) => `${shared}program-type.${end}`)),
      ),
      source: find(`${stem}.lt`, ...(shared === undefined ? [] : [`${shared}main.lt`])),
    };
  });
}

function nameOf(stem: string, rootName: string): readonly string[] {
  const segments = stem.split("/");
  if (!folderStems.has(segments.at(-1)!)) return segments;
  return segments.length === 1 ? [rootName] : segments.slice(0, -1);
}

/**
 * Checks that no two functions have one name.
 *
 * @throws CodegenError that names the files of both
 */
export function refuseTwins(groups: readonly ArtefactGroup[]): void {
  const known = new Map<string, ArtefactGroup>();
  for (const group of groups) {
    const key = group.path.join("/");
    const twin = known.get(key);
    if (twin !== undefined) {
      throw new CodegenError(
        `two programs are called ${key}: ${twin.programs[0]!.path} and ${group.programs[0]!.path}`,
        "rename one of them, or leave one out with `exclude`",
      );
    }
    known.set(key, group);
  }
}
