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
}

/** Generates the modules of a project at the start of a build. Nothing is thrown. */
export async function runBuildPass(options: ProjectOptions): Promise<BuildPass> {
  const inputs = new ListedInputs();
  const results = await runProjectPass(options, inputs);
  return { ...findingsOf(results), ...(await inputs.list()) };
}

class ListedInputs implements InputObserver {
  #settings: string | undefined;
  #folders: readonly string[] = [];

  addFile(path: string): void {
    this.#settings = path;
  }

  follow(folders: readonly string[]): void {
    this.#folders = folders;
  }

  /** Lists files and folders; what cannot be listed stands for itself. */
  async list(): Promise<{ readonly files: string[]; readonly folders: string[] }> {
    const files = this.#settings === undefined ? [] : [this.#settings];
    const folders: string[] = [];
    for (const root of this.#folders) {
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
    return { files, folders };
  }
}
