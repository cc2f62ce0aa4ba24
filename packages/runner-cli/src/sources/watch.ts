import { createHash } from "node:crypto";
import { type FSWatcher, watch } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Io } from "../io.ts";
import { reportError } from "../report-error.ts";
import { redacted, secretsOf } from "../secrets.ts";
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
  while (!interrupted.aborted) {
    const before = await look(files);
    const changes = new Changes(before.folders, interrupted);
    try {
      await work().catch((error: unknown) => report(error, io));
      if (interrupted.aborted) return;
      await io.stderr.write("waiting for changes; Ctrl-C ends\n");
      do await changes.next();
      while (!interrupted.aborted && (await look(files)).content === before.content);
    } finally {
      changes.close();
    }
  }
}

async function report(error: unknown, io: Io): Promise<void> {
  if (io.interrupted.aborted) return;
  await io.stderr.write(redacted(reportError(error).text, secretsOf([], io.env)));
}

/** The files at one moment. */
interface Look {
  readonly folders: ReadonlySet<string>;
  /** Hash of all texts; files that cannot be read are part of it by what the system says. */
  readonly content: string;
}

async function look({ project, file }: Watched): Promise<Look> {
  // Folders are watched and not files, because editors replace files.
  const folders = new Set<string>();
  const hash = createHash("sha256");
  if (file !== undefined) {
    folders.add(dirname(file));
    hash.update(await readFile(file).catch(String));
  }
  if (project !== undefined) {
    folders.add(dirname(project));
    const found = await readProject(project).catch(String);
    if (typeof found === "string") {
      hash.update(found);
    } else {
      hash.update(JSON.stringify(Object.entries(found.sources)));
      for (const name of Object.keys(found.sources)) folders.add(dirname(join(found.folder, name)));
    }
  }
  return { folders, content: hash.digest("hex") };
}

/** Changes in folders since they were last asked for. */
class Changes {
  readonly #watchers: readonly FSWatcher[];
  readonly #interrupted: AbortSignal;
  #changed = false;
  #wake: () => void = () => {};
  readonly #onAbort = (): void => this.#wake();

  constructor(folders: ReadonlySet<string>, interrupted: AbortSignal) {
    this.#interrupted = interrupted;
    interrupted.addEventListener("abort", this.#onAbort);
    const onChange = (): void => {
      this.#changed = true;
      this.#wake();
    };
    this.#watchers = [...folders].map((folder) => {
      const watcher = watch(folder, onChange);
      // A folder that is removed ends its watcher; the next run says what is missing.
      watcher.on("error", onChange);
      return watcher;
    });
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
  }

  close(): void {
    this.#interrupted.removeEventListener("abort", this.#onAbort);
    for (const watcher of this.#watchers) watcher.close();
  }
}
