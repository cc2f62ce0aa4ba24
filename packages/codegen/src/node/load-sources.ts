import { basename, resolve } from "node:path";
import { CodegenError, type NativeSource, type ProgramSource, readArtefacts } from "@lutra/codegen";
import { compileProject } from "./compile/compile-project.ts";
import { createCompiler } from "./compile/create-compiler.ts";
import type { OutputConfig } from "./output-config.ts";
import { prefixFrom, readFolder } from "./read-folder.ts";

/** Sources that an output is made of. */
export interface LoadedSources {
  readonly sources: readonly ProgramSource[];
  /** Functions of the host. */
  readonly natives: readonly NativeSource[];
  readonly warnings: readonly string[];
}

/** Tells by its name if a file says something of programs. */
export function isInputName(path: string): boolean {
  return [".rr.ld", ".lt", "program-type.ld", "program-type.txt"].some((end) => path.endsWith(end));
}

/**
 * Reads the programs of an output.
 *
 * @param cwd folder that the paths of the settings are relative to
 * @throws CodegenError as `readArtefacts` does, and if there is no program
 */
export async function loadSources(config: OutputConfig, cwd: string): Promise<LoadedSources> {
  const loaded =
    config.project === undefined ? await loadPrograms(config, cwd) : await loadProject(config, cwd);
  if (loaded.sources.length + loaded.natives.length > 0) return loaded;
  const whatIsOne =
    config.project === undefined
      ? "a program is a file that `lutra compile --output NAME.rr.ld` writes"
      : "a program is a function without type or function parameters";
  const isChosen = config.include !== undefined || config.exclude !== undefined;
  const why = isChosen ? "; `include` and `exclude` leave all out" : "";
  throw new CodegenError(
    `there are no programs in ${config.from ?? config.project!}`,
    loaded.warnings[0] ?? whatIsOne + why,
  );
}

async function loadProject(config: OutputConfig, cwd: string): Promise<LoadedSources> {
  const command = config.lutra ?? (process.env["LUTRA"] || undefined);
  await using compiler = await createCompiler({ command });
  return await compileProject(compiler, config, cwd);
}

async function loadPrograms(config: OutputConfig, cwd: string): Promise<LoadedSources> {
  const folder = resolve(cwd, config.from!);
  const files = await readFolder(folder, isInputName);
  const warnings: string[] = [];
  const sources = await readArtefacts(files, {
    rootName: basename(folder),
    prefix: prefixFrom(resolve(cwd, config.out), folder),
    include: config.include,
    exclude: config.exclude,
    onWarning: (warning) => warnings.push(warning),
  });
  return { sources, natives: [], warnings };
}
