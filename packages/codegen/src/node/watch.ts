import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CodegenError } from "@lutra/codegen";
import { messageOf } from "./message-of.ts";
import { configName, readConfig } from "./config-file.ts";
import { FolderWatch } from "./folder-watch.ts";
import type { OutputConfig } from "./output-config.ts";
import { generate, type OutputResult } from "./pass.ts";

/** Time that events are joined for, in milliseconds. */
const quietMs = 50;

/** Settings of {@link watch}. */
export interface WatchOptions {
  /** Folder that paths are relative to. @default the current one */
  readonly cwd?: string;
  /** Modules to generate. @default those of `lutra.codegen.json`, which is read again when it changes */
  readonly outputs?: readonly OutputConfig[];
  /** Name of the file of settings. @default "lutra.codegen.json" */
  readonly configName?: string;
  /** Called after each pass, also one that failed. */
  readonly onPass: (results: readonly OutputResult[] | CodegenError) => void;
  /** Ends the watching. */
  readonly signal: AbortSignal;
}

/**
 * Generates modules now and whenever a file changes that they are made of, until `signal` aborts. Errors are reported,
 * keep the last good file, and do not end it. One pass runs at a time.
 */
export async function watch(options: WatchOptions): Promise<void> {
  const { cwd = process.cwd(), signal, onPass } = options;
  let isChanged = false;
  let wake = (): void => {};
  const onAbort = (): void => wake();
  const folders = new FolderWatch(() => {
    isChanged = true;
    wake();
  });
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    while (!signal.aborted) {
      isChanged = false;
      onPass(await runPass(options, cwd, folders));
      if (!isChanged && !signal.aborted) {
        await new Promise<void>((resolved) => {
          wake = resolved;
        });
      }
      // The events of one change come together.
      await sleep(quietMs, undefined, { signal }).catch(() => {});
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
    folders.close();
  }
}

async function runPass(
  { outputs, configName: name = configName }: WatchOptions,
  cwd: string,
  folders: FolderWatch,
): Promise<readonly OutputResult[] | CodegenError> {
  try {
    if (outputs === undefined) folders.addFile(resolve(cwd, name));
    const configs = outputs ?? (await readConfig(cwd, name));
    // Before anything is read, so that no change is missed.
    folders.follow(
      configs.map(({ from, project }) => resolve(cwd, from ?? project ?? ".")),
      configs.flatMap(({ out, serverOut }) => [resolve(cwd, out), resolve(cwd, serverOut ?? out)]),
    );
    return await generate(configs, { cwd });
  } catch (error) {
    return error instanceof CodegenError ? error : new CodegenError(messageOf(error));
  }
}
