import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { CommandError } from "../errors/command-error.ts";
import { UsageError } from "../errors/usage-error.ts";
import { isFile, isFolder } from "../path-kind.ts";
import { readBytes, textOf } from "../files.ts";

/** Sources in files: one file, or a folder with a `module.lt`. */
export interface SourceProject {
  /** Folder that the names of the sources are relative to. */
  readonly folder: string;
  /** Texts by name, as the compiler takes them; the root first. */
  readonly sources: Readonly<Record<string, string>>;
}

/** The sources of an expression that needs none. */
export const emptyProject: SourceProject = { folder: "", sources: { "main.lt": "" } };

/** Maximum number of files of a project. Links can make folders endless. */
const maxFiles = 1000;

/** Name of the root of a project, and of each folder in it. */
const moduleFile = "module.lt";

/** Returns `true` if a path names sources, by its ending or as a folder, and not a compiled program. */
export async function isSourcePath(path: string): Promise<boolean> {
  return /\.lt$/i.test(path) || (await isFolder(path));
}

/**
 * Creates the error of an option that is only for sources.
 *
 * @throws CommandError if there is nothing at the path
 */
export async function onlyForSources(option: string, path: string): Promise<UsageError> {
  await readBytes(path);
  return new UsageError(`--${option} is for sources, and ${path} is a compiled program`);
}

/**
 * Reads the sources of a project.
 *
 * A folder has its root in `module.lt`. A file is a project of its own, unless it begins with `submodule`: then it is part of
 * the project whose `module.lt` is in its folder or above.
 *
 * @throws CommandError for a file that cannot be read, or a project without a root
 */
export async function readProject(path: string): Promise<SourceProject> {
  const file = await rootOf(path);
  const folder = dirname(file);
  const name = basename(file);
  const sources: Record<string, string> = { [name]: await readSource(file) };
  if (name === moduleFile) await addFolder(sources, folder, "");
  return { folder, sources };
}

/**
 * Reads sources one by one: a file by itself, and of a folder all that belong to its project.
 *
 * @throws CommandError for a file that cannot be read, or a folder that is no project
 */
export async function readSourceFiles(
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const path of paths) {
    if (await isFolder(path)) {
      const project = await readProject(path);
      for (const [name, text] of Object.entries(project.sources))
        files.set(join(project.folder, name), text);
    } else {
      files.set(path, await readSource(path));
    }
  }
  return files;
}

/** Returns the path of a source as the user would write it; a name that is no file of the project stays. */
export function shownPath({ folder, sources }: SourceProject, name: string): string {
  return Object.hasOwn(sources, name) ? join(folder, name) : name;
}

/** Finds the root of the project that a file or folder belongs to. */
async function rootOf(path: string): Promise<string> {
  let file = path;
  if (await isFolder(path)) {
    file = join(path, moduleFile);
    if (!(await isFile(file))) throw noRoot(path, await readdir(path));
  }
  while (isSubmodule(await readSource(file))) {
    const above = basename(file) === moduleFile ? join(dirname(file), "..") : dirname(file);
    const parent = join(above, moduleFile);
    if (!(await isFile(parent))) {
      throw new CommandError(`${file} is a submodule, and there is no ${parent}`, {
        help: `its first word says that it is part of a project; without it, the file is one of its own`,
      });
    }
    file = parent;
  }
  return file;
}

/** Adds what lies beside a `module.lt`: submodules, and folders that have a `module.lt` of their own. */
async function addFolder(
  sources: Record<string, string>,
  folder: string,
  prefix: string,
): Promise<void> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true });
  for (const { name } of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `${prefix}${name}`;
    const file = join(folder, path);
    if (name.endsWith(".lt") && name !== moduleFile && (await isFile(file))) {
      await addSubmodule(sources, path, file);
    } else if (await isFile(join(file, moduleFile))) {
      if (await addSubmodule(sources, `${path}/${moduleFile}`, join(file, moduleFile))) {
        await addFolder(sources, folder, `${path}/`);
      }
    }
  }
}

/** Adds a file if it says that it is a submodule; others are projects of their own. Returns `true` if it is one. */
async function addSubmodule(
  sources: Record<string, string>,
  path: string,
  file: string,
): Promise<boolean> {
  const text = await readSource(file);
  if (!isSubmodule(text)) return false;
  sources[path] = text;
  if (Object.keys(sources).length > maxFiles) {
    throw new CommandError(`the project has more than ${maxFiles} files; the last is ${file}`);
  }
  return true;
}

/** Returns `true` if the first word of a source is `submodule`. */
function isSubmodule(text: string): boolean {
  return /^\s*(?:#[^\n]*\n\s*)*submodule\b/.test(text);
}

async function readSource(file: string): Promise<string> {
  return textOf(await readBytes(file), file);
}

/** @param names names of what is in the folder */
function noRoot(folder: string, names: readonly string[]): CommandError {
  const sorted = names.toSorted();
  const sources = sorted.filter((name) => name.endsWith(".lt"));
  const source = sources.find((name) => name === "main.lt") ?? sources[0];
  const program = sorted.find((name) => name.endsWith(".rr.ld"));
  return new CommandError(`${folder} is no project: it has no ${moduleFile}`, {
    help:
      source !== undefined
        ? `name one of its files, such as ${join(folder, source)}`
        : program !== undefined
          ? `to run a compiled program, name its file, such as ${join(folder, program)}`
          : "name a file that ends in .lt, or a folder with a module.lt",
  });
}
