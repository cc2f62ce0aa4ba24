import { createHash } from "node:crypto";
import { type FSWatcher, watch } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { systemCode } from "../errors/system-error.ts";
import type { Io } from "../io.ts";
import { reportError } from "../report-error.ts";
import { redacted, secretsOf } from "../secrets.ts";
import { isFolder } from "../path-kind.ts";
import { readProject } from "./project.ts";

/** Files whose changes count. */
export interface Watched {
  /** A source, or the folder of a project. */
  readonly project: string | undefined;
  /** A file beside it, such as the input. */
  readonly file?: string | undefined;
}

/** Time in which changes count as one, in milliseconds: editors write a file in several steps. */
const settleMs = 50;

/**
 * Calls `work`, and again after each change of the files, until the user interrupts. Errors are written and do not end it.
 *
 * Files that are no part of the project, such as an output in its folder, do not count.
 */
export async function watching(files: Watched, work: () => Promise<void>, io: Io): Promise<void> {
  const { interrupted } = io;
  const changes = new Changes(interrupted);
  try {
    while (!interrupted.aborted) {
      const before = await lookAndWatch(files, changes);
      await work().catch((error: unknown) => report(error, io));
      if (interrupted.aborted) return;
      await io.stderr.write("waiting for changes; Ctrl-C ends\n");
      do await changes.next();
      while (!interrupted.aborted && (await lookAndWatch(files, changes)) === before);
    }
  } finally {
    changes.close();
  }
}

async function report(error: unknown, io: Io): Promise<void> {
  if (io.interrupted.aborted) return;
  await io.stderr.write(redacted(reportError(error).text, secretsOf([], io.env)));
}

/** Returns what the files hold, and sees each change after that. */
async function lookAndWatch(files: Watched, changes: Changes): Promise<string> {
  let { content, folders } = await look(files);
  while (changes.follow(folders)) ({ content, folders } = await look(files));
  return content;
}

/** The files at one moment. */
interface Look {
  /** Folders in which files may change or appear. */
  readonly folders: ReadonlySet<string>;
  /** Hash of all texts; files that cannot be read are part of it by what the system says. */
  readonly content: string;
}

async function look({ project, file }: Watched): Promise<Look> {
  // Folders are watched and not files, because editors replace files.
  const folders = new Set<string>();
  const hash = createHash("sha256");
  if (file !== undefined) {
    folders.add(await nearestFolder(dirname(file)));
    hash.update(await readFile(file).catch(String));
  }
  if (project !== undefined) {
    folders.add(await nearestFolder(dirname(project)));
    const found = await readProject(project).catch(String);
    if (typeof found === "string") {
      folders.add(await nearestFolder(project));
      hash.update(found);
    } else {
      hash.update(JSON.stringify(Object.entries(found.sources)));
      const names = Object.keys(found.sources);
      const modules = new Set(names.map((name) => dirname(join(found.folder, name))));
      for (const folder of modules) await addModule(folders, folder);
    }
  }
  return { folders, content: hash.digest("hex") };
}

/** Adds the folder of a module and those in it, which become modules with a source of their own. */
async function addModule(folders: Set<string>, folder: string): Promise<void> {
  folders.add(folder);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) folders.add(join(folder, entry.name));
}

/** Returns a folder if it is there, or the nearest one above it. */
async function nearestFolder(folder: string): Promise<string> {
  let nearest = folder;
  while (!(await isFolder(nearest)) && nearest !== dirname(nearest)) nearest = dirname(nearest);
  return nearest;
}

/** Changes in folders since they were last asked for. */
class Changes {
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #interrupted: AbortSignal;
  #changed = false;
  #wake: () => void = () => {};
  readonly #onAbort = (): void => this.#wake();

  constructor(interrupted: AbortSignal) {
    this.#interrupted = interrupted;
    interrupted.addEventListener("abort", this.#onAbort);
  }

  /** Watches these folders and no others. Returns `true` if one of them was not watched before. */
  follow(folders: ReadonlySet<string>): boolean {
    for (const folder of this.#watchers.keys()) if (!folders.has(folder)) this.#close(folder);
    let isNew = false;
    for (const folder of folders) {
      if (this.#watchers.has(folder)) continue;
      isNew = true;
      this.#open(folder);
    }
    return isNew;
  }

  /** Resolves after the next change and those that follow closely, or when the user interrupts. */
  async next(): Promise<void> {
    while (!this.#changed && !this.#interrupted.aborted) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    while (this.#changed && !this.#interrupted.aborted) {
      this.#changed = false;
      await new Promise<void>((resolve) => setTimeout(resolve, settleMs));
    }
    // The watcher of a folder that was replaced sees nothing more.
    for (const folder of this.#watchers.keys()) this.#close(folder);
  }

  close(): void {
    this.#interrupted.removeEventListener("abort", this.#onAbort);
    for (const folder of this.#watchers.keys()) this.#close(folder);
  }

  #open(folder: string): void {
    const onChange = (): void => {
      this.#changed = true;
      this.#wake();
    };
    try {
      // A folder that is removed ends its watcher; the next run says what is missing.
      this.#watchers.set(folder, watch(folder, onChange).on("error", onChange));
    } catch (error) {
      if (systemCode(error) !== "ENOENT") throw error;
      onChange();
    }
  }

  #close(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }
}
