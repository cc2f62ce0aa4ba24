import { basename, dirname, relative, resolve, sep } from "node:path";
import { CodegenError, type ProgramSource, readArtefacts } from "@lutra/codegen";
import type { OutputConfig } from "./output-config.ts";
import { readFolder } from "./read-folder.ts";

/** What an output is made of. */
export interface LoadedSources {
  readonly sources: readonly ProgramSource[];
  readonly warnings: readonly string[];
}

/** Endings of the files that say something of programs. */
const endings = [".rr.ld", ".lt", "program-type.ld", "program-type.txt"];

/**
 * Reads the programs of an output.
 *
 * @param cwd folder that the paths of the settings are relative to
 * @throws CodegenError as `readArtefacts` does, and if there is no program
 */
export async function loadSources(config: OutputConfig, cwd: string): Promise<LoadedSources> {
  const folder = resolve(cwd, config.from!);
  const files = await readFolder(folder, (path) => endings.some((end) => path.endsWith(end)));
  const sources = await readArtefacts(files, {
    rootName: basename(folder),
    prefix: prefixFrom(resolve(cwd, config.out), folder),
    include: config.include,
    exclude: config.exclude,
  });
  if (sources.length > 0) return { sources, warnings: [] };
  throw new CodegenError(
    `there are no programs in ${config.from!}`,
    "a program is what `lutra compile --output NAME.rr.ld` writes; `include` and `exclude` may leave all out",
  );
}

/** Returns the path from the folder of a module to another folder, with slashes and one at the end. */
export function prefixFrom(out: string, folder: string): string {
  const path = relative(dirname(out), folder).split(sep).join("/");
  return path === "" ? "" : `${path}/`;
}
