import { type FSWatcher, statSync, watch } from "node:fs";
import { basename, dirname, resolve, sep } from "node:path";

type Watchers = Map<string, FSWatcher>;

/** Tells of changes in folders, but for those of some files. */
export class FolderWatch {
  readonly #onChange: () => void;
  /** Watchers of folders with all that is in them. */
  readonly #whole: Watchers = new Map();
  /** Watchers of folders in which only watched files and folders count. */
  readonly #parents: Watchers = new Map();
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
    this.#open(this.#parents, dirname(path));
  }

  /**
   * Watches these folders and no others.
   *
   * @param ignored files whose changes do not count
   */
  follow(folders: readonly string[], ignored: readonly string[]): void {
    this.#ignored = new Set(ignored);
    this.#awaited = folders;
    this.#watchOnly(this.#whole, folders);
    // A folder that is removed, or made later, is an event of its parent.
    const parents = [...folders, ...this.#files].map((path) => dirname(path));
    this.#watchOnly(this.#parents, parents);
  }

  /** Stops watching. */
  close(): void {
    this.#watchOnly(this.#whole, []);
    this.#watchOnly(this.#parents, []);
  }

  #watchOnly(watchers: Watchers, folders: readonly string[]): void {
    for (const [folder, watcher] of watchers) {
      if (folders.includes(folder)) continue;
      watcher.close();
      watchers.delete(folder);
    }
    for (const folder of folders) this.#open(watchers, folder);
  }

  #open(watchers: Watchers, folder: string): void {
    if (watchers.has(folder)) return;
    if (statSync(folder, { throwIfNoEntry: false }) === undefined) return;
    const recursive = watchers === this.#whole;
    const watcher = watch(folder, { recursive }, (_, name) => {
      if (name === null || this.#counts(resolve(folder, name), recursive)) this.#onChange();
    });
    watcher.on("error", () => {
      watcher.close();
      watchers.delete(folder);
      this.#onChange();
    });
    watchers.set(folder, watcher);
  }

  #counts(path: string, recursive: boolean): boolean {
    if (this.#ignored.has(path) || basename(path).endsWith(".tmp")) return false;
    if (recursive || this.#files.has(path)) return true;
    const isAwaited = this.#awaited.some((each) => each === path || each.startsWith(path + sep));
    // The watcher of a folder that was replaced sees nothing more.
    if (isAwaited) this.#watchOnly(this.#whole, []);
    return isAwaited;
  }
}
