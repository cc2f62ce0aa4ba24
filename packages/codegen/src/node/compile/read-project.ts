import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { CodegenError, type InputFile, type SourceFile } from "@lutra/codegen";
import { sourceHash } from "../../input/sha256.ts";
import type { OutputConfig } from "../output-config.ts";
import { prefixFrom, readFolder } from "../read-folder.ts";

/** Sources of a project. */
export interface ProjectFiles {
  /** Texts by path. */
  readonly texts: Readonly<Record<string, string>>;
  /** The same for the head of a module. */
  readonly files: readonly SourceFile[];
}

/**
 * Reads the sources of a project: those of a folder, or one file.
 *
 * @throws CodegenError if there are none
 */
export async function readProject(
  { project, out }: OutputConfig,
  cwd: string,
): Promise<ProjectFiles> {
  const path = resolve(cwd, project!);
  const found = await stat(path).catch(() => undefined);
  const folder = found?.isFile() === true ? dirname(path) : path;
  const only = folder === path ? undefined : path.slice(folder.length + 1);
  const read = await readFolder(folder, (each) =>
    only === undefined ? each.endsWith(".lt") : each === only,
  );
  if (read.length === 0) {
    throw new CodegenError(`there are no .lt sources in ${path}`, "give the folder of a project");
  }
  const prefix = prefixFrom(resolve(cwd, out), folder);
  // Files beside the root may be data that no source mentions.
  const root = only ?? "module.lt";
  const texts = read.map((file) => {
    return [file.path, textOf(file, { mustBeText: file.path === root })] as const;
  });
  const files = read.map(async (file): Promise<SourceFile> => {
    return { path: prefix + file.path, hash: await sourceHash(file) };
  });
  return { texts: Object.fromEntries(texts), files: await Promise.all(files) };
}

function textOf({ path, bytes }: InputFile, { mustBeText }: { mustBeText: boolean }): string {
  try {
    return new TextDecoder("utf-8", { fatal: mustBeText }).decode(bytes);
  } catch (cause) {
    throw new CodegenError(
      `${path} is not UTF-8 text`,
      "save it as UTF-8; `>` of Windows PowerShell writes UTF-16",
      { cause },
    );
  }
}
