import { type FSWatcher, readdirSync, statSync, watch } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { isLeftOut } from "./read-folder.ts";

/**
 * Tells of changes in folders and those below, but for those of some files.
 *
 * Each folder has a watcher of its own. Node's recursive ones lose a file under Linux once it is replaced by another
 * one, and that is how most editors save.
 */
export class FolderWatch {
  readonly #onChange: () => void;
  readonly #watchers = new Map<string, FSWatcher>();
  /** Watched folders and files, which may also appear later. */
  #roots: readonly string[] = [];
  #ignored: ReadonlySet<string> = new Set();
  readonly #files = new Set<string>();

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Watches one file, also if it is not there yet. */
  addFile(path: string): void {
    this.#files.add(path);
    this.#open(placeOf(path));
  }

  /**
   * Watches these folders and no others. A change in a folder that is new counts only after it was followed again, as
   * does one in a folder that was replaced; both are changes themselves.
   *
   * @param roots may also be files
   * @param ignored files whose changes do not count
   */
  follow(roots: readonly string[], ignored: readonly string[]): void {
    this.#roots = roots;
    this.#ignored = new Set(ignored);
    const followed = new Set([...roots, ...this.#files].map(placeOf));
    for (const folder of followed) this.#open(folder);
    for (const root of roots) if (isFolder(root)) this.#openAll(root, followed);
    for (const folder of this.#watchers.keys()) if (!followed.has(folder)) this.#close(folder);
  }

  /** Stops watching. */
  close(): void {
    for (const folder of this.#watchers.keys()) this.#close(folder);
  }

  /** Watches a folder and those below. Each is watched before it is listed, so that none is missed. */
  #openAll(folder: string, followed: Set<string>): void {
    followed.add(folder);
    this.#open(folder);
    for (const entry of unlessGone(() => readdirSync(folder, { withFileTypes: true })) ?? []) {
      if (entry.isDirectory() && !isLeftOut(entry.name))
        this.#openAll(join(folder, entry.name), followed);
    }
  }

  #open(folder: string): void {
    if (this.#watchers.has(folder)) return;
    const watcher = unlessGone(() =>
      watch(folder, (_, name) => {
        if (name === null || this.#counts(folder, name)) this.#onChange();
      }),
    );
    if (watcher === undefined) return;
    watcher.on("error", () => {
      this.#close(folder);
      this.#onChange();
    });
    this.#watchers.set(folder, watcher);
  }

  #close(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }

  #counts(folder: string, name: string): boolean {
    const path = resolve(folder, name);
    // The watcher of a folder that was removed or replaced sees nothing more; the folder's own end has its name too.
    const isGone = name === basename(folder) && !isFolder(folder);
    const gone = isGone ? folder : path;
    for (const each of this.#watchers.keys()) if (isWithin(each, gone)) this.#close(each);
    if (isGone) return true;
    if (this.#ignored.has(path) || name.endsWith(".tmp")) return false;
    return this.#files.has(path) || this.#roots.some((root) => isPart(path, root));
  }
}

/** Returns `true` for what belongs to a root, and for a folder above it. */
function isPart(path: string, root: string): boolean {
  if (!isWithin(path, root)) return isWithin(root, path);
  return !relative(root, path).split(sep).some(isLeftOut);
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** Returns the folder whose watcher tells that a path appears, changes or is removed: the nearest one that is there. */
function placeOf(path: string): string {
  let folder = dirname(path);
  while (!isFolder(folder) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

/** Returns `false` also for what cannot be looked at; who reads it says why. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Returns `undefined` if a folder was removed meanwhile. */
function unlessGone<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    const { code } = error as { readonly code?: string };
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}
