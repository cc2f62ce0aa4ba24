import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { CodegenError, type InputFile } from "@lutra/codegen";
import { messageOf } from "./message-of.ts";

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
  const paths: string[] = [];
  await listInto(paths, folder, "");
  const wanted = paths.filter(isWanted).sort();
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

async function listInto(paths: string[], root: string, below: string): Promise<void> {
  let entries;
  try {
    entries = await readdir(join(root, below), { withFileTypes: true });
  } catch (cause) {
    throw new CodegenError(
      `cannot read the folder ${join(root, below)}: ${messageOf(cause)}`,
      "give a folder of compiled programs, or one of .lt sources with --project",
      { cause },
    );
  }
  for (const entry of entries) {
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) await listInto(paths, root, path);
    else paths.push(path);
  }
}
