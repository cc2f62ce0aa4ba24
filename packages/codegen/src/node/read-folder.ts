import type { Dirent } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { CodegenError, type InputFile } from "@lutra/codegen";
import { messageOf } from "../message-of.ts";

/** Maximum number of files that are read from one folder. */
const maxFiles = 100_000;

/**
 * Reads the files of a folder and those below, sorted by path. Folders of packages and hidden ones are left out.
 *
 * @param isWanted tells by the path if a file is read
 * @throws CodegenError for a folder that cannot be read
 */
export async function readFolder(
  folder: string,
  isWanted: (path: string) => boolean,
): Promise<readonly InputFile[]> {
  const wanted = (await listFolder(folder)).files.filter(isWanted).sort();
  if (wanted.length > maxFiles) {
    throw new CodegenError(`${folder} has more than ${maxFiles} files`, "name a smaller folder");
  }
  return await Promise.all(
    wanted.map(async (path) => {
      try {
        return { path, bytes: new Uint8Array(await readFile(join(folder, path))) };
      } catch (cause) {
        throw new CodegenError(
          `cannot read ${join(folder, path)}: ${messageOf(cause)}`,
          undefined,
          {
            cause,
          },
        );
      }
    }),
  );
}

/** Contents of a folder and those below, as paths from it with slashes. */
export interface FolderContents {
  readonly files: readonly string[];
  /** The folder itself is `""`. */
  readonly folders: readonly string[];
}

/**
 * Lists a folder and those below. Folders of packages and hidden ones are left out.
 *
 * @throws CodegenError for a folder that cannot be read
 */
export async function listFolder(root: string): Promise<FolderContents> {
  const files: string[] = [];
  const folders = [""];
  for (const folder of folders) {
    for (const entry of await entriesOf(join(root, folder))) {
      if (isLeftOut(entry.name)) continue;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      (entry.isDirectory() ? folders : files).push(path);
    }
  }
  return { files, folders };
}

/** Returns `true` for the name of a folder of packages, or of something hidden. */
export function isLeftOut(name: string): boolean {
  return name.startsWith(".") || name === "node_modules";
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    throw new CodegenError(
      `cannot read the folder ${folder}: ${reason(cause)}`,
      "give a folder of compiled programs, or one of .lt sources with --project",
      { cause },
    );
  }
}

function reason(cause: unknown): string {
  const { code } = cause as { readonly code?: string };
  if (code === "ENOENT") return "it is not there";
  return code === "ENOTDIR" ? "it is no folder" : messageOf(cause);
}

/** Returns the path from the folder of a module to another folder, with slashes and one at the end. */
export function prefixFrom(out: string, folder: string): string {
  const path = relative(dirname(out), folder).split(sep).join("/");
  return path === "" ? "" : `${path}/`;
}
