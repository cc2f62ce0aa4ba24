import { readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Lists the paths of all files below a directory, with `/` between names. Links are not followed: they could lead
 * anywhere.
 */
export function listFiles(directory: string): string[] {
  const files: string[] = [];
  const pending = [""];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const entry of readdirSync(join(directory, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) pending.push(path);
      else if (entry.isFile()) files.push(path);
    }
  }
  return files;
}
