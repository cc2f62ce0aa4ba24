import { stat } from "node:fs/promises";
import { join } from "node:path";
import { CodegenError } from "@lutra/codegen";
import { isInputName } from "../load-sources.ts";
import { type InputObserver, type ProjectOptions, runProjectPass } from "../project-pass.ts";
import { listFolder } from "../read-folder.ts";
import { type Findings, findingsOf } from "./findings.ts";

/** Result of a pass at the start of a build. */
export interface BuildPass extends Findings {
  /** Files that the modules are made of. */
  readonly files: readonly string[];
  /** Folders that hold them, also those below, and folders that are missing. */
  readonly folders: readonly string[];
  /** Tells if a file has changed since before it was read. */
  readonly isOutdated: () => Promise<boolean>;
}

/** Generates the modules of a project at the start of a build. Nothing is thrown. */
export async function runBuildPass(options: ProjectOptions): Promise<BuildPass> {
  const inputs = new ListedInputs();
  const findings = findingsOf(await runProjectPass(options, inputs));
  const { files, folders, stamps } = inputs.listing;
  const isOutdated = async (): Promise<boolean> =>
    JSON.stringify((await inputs.list()).stamps) !== JSON.stringify(stamps);
  return { ...findings, files, folders, isOutdated };
}

/** Inputs of a pass at one moment. */
interface Listing {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** For each file, by path, a string that changes when the file does; `undefined` if there is none. */
  readonly stamps: Readonly<Record<string, string | undefined>>;
}

class ListedInputs implements InputObserver {
  #settings: string | undefined;
  #roots: readonly string[] = [];
  /** Inputs before they were read. */
  listing: Listing = { files: [], folders: [], stamps: {} };

  async addFile(path: string): Promise<void> {
    this.#settings = path;
    this.listing = await this.list();
  }

  async follow(roots: readonly string[]): Promise<void> {
    this.#roots = roots;
    const { files, folders, stamps } = await this.list();
    // The settings were read meanwhile, so their first stamp counts.
    this.listing = { files, folders, stamps: { ...stamps, ...this.listing.stamps } };
  }

  /** Lists files and folders; what cannot be listed stands for itself. */
  async list(): Promise<Listing> {
    const files = this.#settings === undefined ? [] : [this.#settings];
    const folders: string[] = [];
    for (const root of this.#roots) {
      if (isInputName(root)) {
        files.push(root);
        continue;
      }
      try {
        const found = await listFolder(root);
        files.push(...found.files.filter(isInputName).map((path) => join(root, path)));
        folders.push(...found.folders.map((path) => join(root, path)));
      } catch (error) {
        if (!(error instanceof CodegenError)) throw error;
        folders.push(root);
      }
    }
    const stamps = await Promise.all(
      files.map(async (path) => [path, await stampOf(path)] as const),
    );
    return { files, folders, stamps: Object.fromEntries(stamps) };
  }
}

/** Returns a string that changes when a file does; `undefined` if there is no file. */
async function stampOf(path: string): Promise<string | undefined> {
  return await stat(path).then(
    ({ ino, size, mtimeMs, ctimeMs }) => [ino, size, mtimeMs, ctimeMs].join(" "),
    () => undefined,
  );
}
