import { randomBytes } from "node:crypto";
import { constants, type Stats } from "node:fs";
import {
  type FileHandle,
  lstat,
  open,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { CommandError } from "./errors/command-error.ts";
import { pathReason, systemCode } from "./errors/system-error.ts";

/**
 * Checks that a file could be written now, so that a wrong path is reported before any work is done.
 *
 * @throws CommandError that says what is in the way
 */
export async function checkWritable(path: string): Promise<void> {
  try {
    const file = await resolveLinks(path);
    const found = await statIfThere(file);
    if (found === undefined) await checkFolder(dirname(file));
    else await checkFile(file, found);
  } catch (error) {
    throw await writeError(path, error);
  }
}

/**
 * Writes a file whole or not at all: readers never see half of it. The file keeps its owner and mode, and a link stays
 * one.
 *
 * Some targets are written in place, where a reader may see a part: pipes and devices, a file with several hard links, one
 * whose owner cannot be kept, and one in a folder where no file can be created.
 *
 * @throws CommandError that says why the file cannot be written
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  try {
    const file = await resolveLinks(path);
    const found = await statIfThere(file);
    if (found !== undefined) await checkFile(file, found); // a rename would not ask
    if (mustStay(path, found) || !(await replaceFile(file, found, content))) {
      await writeFile(file, content);
    }
  } catch (error) {
    throw await writeError(path, error);
  }
}

/** Rejects unless a file could be opened for writing. Pipes and devices are not opened: that may wait, or do something. */
async function checkFile(file: string, found: Stats): Promise<void> {
  if (found.isDirectory()) throw directoryError();
  if (found.isFile()) await (await open(file, constants.O_WRONLY)).close();
}

/** Rejects unless a file could be created in a folder. */
async function checkFolder(folder: string): Promise<void> {
  const draft = draftIn(folder);
  await (await open(draft, "wx", 0o600)).close();
  await rm(draft, { force: true });
}

/** Returns a random name: no one can put a link there beforehand. */
function draftIn(folder: string): string {
  return join(folder, `.lutra-${randomBytes(12).toString("hex")}.tmp`);
}

/** Follows links, also those that lead to a file that does not exist yet. */
async function resolveLinks(path: string): Promise<string> {
  if (path.endsWith("/")) throw directoryError();
  // Ends, because the system refuses a path through too many links.
  for (let file = resolve(path); ;) {
    try {
      return await realpath(file);
    } catch (error) {
      if (systemCode(error) !== "ENOENT") throw error;
    }
    const link = await lstat(file).catch(() => undefined);
    if (link?.isSymbolicLink() !== true) return join(await realpath(dirname(file)), basename(file));
    file = resolve(dirname(file), await readlink(file));
  }
}

const windowsDevices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$/i;

/** Reports whether the target itself must be written to, because a new file in its place would not be the same thing. */
function mustStay(path: string, found: Stats | undefined): boolean {
  // `/dev/stdout` may be a file that the shell has open.
  if (/^\/(?:dev|proc)\//.test(path)) return true;
  if (process.platform === "win32" && windowsDevices.test(basename(path))) return true;
  return found !== undefined && (!found.isFile() || found.nlink > 1);
}

/** Writes a draft and renames it. Returns false if that would lose the owner, or the folder takes no draft. */
async function replaceFile(
  file: string,
  found: Stats | undefined,
  content: string | Uint8Array,
): Promise<boolean> {
  const draft = draftIn(dirname(file));
  let handle: FileHandle;
  try {
    // What replaces a private file is private from its first byte on.
    handle = await open(draft, "wx", found === undefined ? 0o666 : 0o600);
  } catch (error) {
    if (found !== undefined && isRefusal(error)) return false;
    throw error;
  }
  try {
    try {
      if (found !== undefined && !(await takeOver(handle, found))) return false;
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
    return true;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Gives a draft the owner and the mode of the file that it replaces. Returns false if the owner cannot be kept. */
async function takeOver(draft: FileHandle, found: Stats): Promise<boolean> {
  const { uid, gid } = await draft.stat();
  if (uid !== found.uid || gid !== found.gid) {
    try {
      await draft.chown(found.uid, found.gid);
    } catch (error) {
      if (isRefusal(error)) return false;
      throw error;
    }
  }
  await draft.chmod(found.mode & 0o777);
  return true;
}

function isRefusal(error: unknown): boolean {
  return ["EACCES", "EPERM", "EROFS", "EINVAL", "ENOTSUP"].includes(systemCode(error) ?? "");
}

async function statIfThere(file: string): Promise<Stats | undefined> {
  try {
    return await stat(file);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

function directoryError(): Error {
  return Object.assign(new Error("it is a directory"), { code: "EISDIR" });
}

async function writeError(path: string, cause: unknown): Promise<CommandError> {
  return new CommandError(`cannot write ${path}: ${await pathReason(path, cause)}`, { cause });
}
