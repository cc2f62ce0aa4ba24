import type { Stats } from "node:fs";
import { stat } from "node:fs/promises";

/** Returns `true` if there is a file, a folder or anything else at a path. */
export async function exists(path: string): Promise<boolean> {
  return (await found(path)) !== undefined;
}

/** Returns `true` for a folder, also if a link leads to it. */
export async function isFolder(path: string): Promise<boolean> {
  return (await found(path))?.isDirectory() ?? false;
}

/** Returns `true` for a file, also if a link leads to it; devices and pipes are none. */
export async function isFile(path: string): Promise<boolean> {
  return (await found(path))?.isFile() ?? false;
}

/** Returns what is at a path; `undefined` also for what the system does not let us see. */
async function found(path: string): Promise<Stats | undefined> {
  return await stat(path).catch(() => undefined);
}
