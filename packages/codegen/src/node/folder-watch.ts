import { type FSWatcher, statSync, watch } from "node:fs";
import { basename, dirname, resolve, sep } from "node:path";

/** Tells of changes in folders, but for those of some files. */
export class FolderWatch {
  readonly #onChange: () => void;
  readonly #watchers = new Map<string, FSWatcher>();
  #ignored: ReadonlySet<string> = new Set();
  /** Folders and files that may appear later. */
  #awaited: readonly string[] = [];
  readonly #files = new Set<string>();

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Watches one file, also if it is not there yet. */
  addFile(path: string): void {
    this.#files.add(path);
    this.#open(dirname(path), false);
  }

  /**
   * Watches these folders and no others.
   *
   * @param ignored files whose changes do not count
   */
  follow(folders: readonly string[], ignored: readonly string[]): void {
    this.#ignored = new Set(ignored);
    this.#awaited = folders;
    const parents = [...folders, ...this.#files].map((path) => dirname(path));
    for (const [folder, watcher] of this.#watchers) {
      if (folders.includes(folder) || parents.includes(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of folders) this.#open(folder, true);
    // A folder that is removed, or made later, is an event of its parent.
    for (const parent of parents) this.#open(parent, false);
  }

  /** Stops watching. */
  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #open(folder: string, recursive: boolean): void {
    const known = this.#watchers.get(folder);
    if (known !== undefined) return;
    if (statSync(folder, { throwIfNoEntry: false }) === undefined) return;
    const watcher = watch(folder, { recursive }, (_, name) => {
      if (name === null || this.#counts(resolve(folder, name), recursive)) this.#onChange();
      else if (recursive && statSync(folder, { throwIfNoEntry: false }) === undefined) {
        this.#drop(folder);
      }
    });
    watcher.on("error", () => this.#drop(folder));
    this.#watchers.set(folder, watcher);
  }

  #drop(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
    this.#onChange();
  }

  #counts(path: string, recursive: boolean): boolean {
    if (this.#ignored.has(path) || basename(path).endsWith(".tmp")) return false;
    if (recursive || this.#files.has(path)) return true;
    const isAwaited = this.#awaited.some((each) => each === path || each.startsWith(path + sep));
    if (isAwaited) {
      // The watcher of a folder that was replaced sees nothing more.
      for (const folder of this.#awaited) {
        this.#watchers.get(folder)?.close();
        this.#watchers.delete(folder);
      }
    }
    return isAwaited;
  }
}
