import { resolve } from "node:path";
import { CodegenError } from "@lutra/codegen";
import { messageOf } from "../message-of.ts";
import { configName, readConfig } from "./config-file.ts";
import type { OutputConfig } from "./output-config.ts";
import { generate, type OutputResult } from "./pass.ts";

/** Modules of a project, and where they are described. */
export interface ProjectOptions {
  /** Folder that paths are relative to. @default the current one */
  readonly cwd?: string | undefined;
  /** Modules to generate. @default those of `lutra.codegen.json`, which is read again before each pass */
  readonly outputs?: readonly OutputConfig[] | undefined;
  /** Name of the file of settings. @default "lutra.codegen.json" */
  readonly configName?: string | undefined;
  /** Writes nothing, and reports what is stale. @default false */
  readonly check?: boolean | undefined;
}

/** Receiver of the places whose changes call for another pass. */
export interface InputObserver {
  /** Takes the file of settings, which may not exist yet. */
  addFile(path: string): void | Promise<void>;
  /**
   * Takes all folders of programs and sources, in place of those of the pass before. One may also be a file.
   *
   * @param outputs modules that the pass writes; they may lie in such a folder, and their changes do not count
   */
  follow(folders: readonly string[], outputs: readonly string[]): void | Promise<void>;
}

/** Result of a pass: the result of each output, or the error that prevented it. */
export type PassResults = readonly OutputResult[] | CodegenError;

/**
 * Runs one pass over the modules of a project, as `--watch` and the plugins of bundlers do. Nothing is thrown.
 *
 * @param observer is told the inputs before they are read, so that no change is missed
 */
export async function runProjectPass(
  { cwd = process.cwd(), outputs, configName: name = configName, check = false }: ProjectOptions,
  observer: InputObserver,
): Promise<PassResults> {
  try {
    if (outputs === undefined) await observer.addFile(resolve(cwd, name));
    const configs = outputs ?? (await readConfig(cwd, name));
    await observer.follow(
      configs.map(({ from, project }) => resolve(cwd, from ?? project ?? ".")),
      configs.flatMap(({ out, serverOut }) => [resolve(cwd, out), resolve(cwd, serverOut ?? out)]),
    );
    return await generate(configs, { cwd, check });
  } catch (error) {
    return error instanceof CodegenError ? error : new CodegenError(messageOf(error));
  }
}
