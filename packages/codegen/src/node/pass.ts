import { basename, relative, resolve } from "node:path";
import { CodegenError, generateModule } from "@lutra/codegen";
import { messageOf } from "../message-of.ts";
import { checkHeads } from "./check-head.ts";
import { MissingCompilerError } from "./compile/create-compiler.ts";
import { type LoadedSources, loadSources } from "./load-sources.ts";
import type { OutputConfig } from "./output-config.ts";
import { readIfThere, refuseForeign, replaceFile } from "./write-module.ts";

/** Result of one output of a pass. */
export interface OutputResult {
  /** The file, from the folder of the pass. */
  readonly path: string;
  /** `stale` if it would have to be written, and the pass only checks. */
  readonly status: "failed" | "stale" | "unchanged" | "written";
  readonly warnings: readonly string[];
  /** Causes of `stale`, if only the hashes in the head were compared. */
  readonly changes?: readonly string[];
  readonly error?: CodegenError;
}

/** Settings of a pass. */
export interface PassOptions {
  /** Folder that paths are relative to. @default the current one */
  readonly cwd?: string;
  /** Writes nothing, and reports what is stale. @default false */
  readonly check?: boolean;
}

/**
 * Generates modules, and writes those files whose content changes. An output that fails does not stop the others.
 *
 * @throws CodegenError if two outputs are one file
 *
 * @example
 * const results = await generate([{ from: "programs", out: "src/programs.lutra.ts" }]);
 */
export async function generate(
  outputs: readonly OutputConfig[],
  { cwd = process.cwd(), check = false }: PassOptions = {},
): Promise<readonly OutputResult[]> {
  refuseTwins(outputs, cwd);
  const results: OutputResult[] = [];
  for (const config of outputs) results.push(...(await generateOne(config, cwd, check)));
  return results;
}

function refuseTwins(outputs: readonly OutputConfig[], cwd: string): void {
  const known = new Map<string, string>();
  for (const file of outputs.flatMap(({ out, serverOut }) => [out, serverOut ?? []].flat())) {
    const path = resolve(cwd, file);
    const twin = known.get(path);
    if (twin !== undefined) {
      throw new CodegenError(`two outputs are one file: ${twin} and ${file}`, "rename one of them");
    }
    known.set(path, file);
  }
}

async function generateOne(
  config: OutputConfig,
  cwd: string,
  check: boolean,
): Promise<readonly OutputResult[]> {
  const shown = (path: string): string => relative(cwd, resolve(cwd, path)) || path;
  try {
    let loaded: LoadedSources;
    try {
      loaded = await loadSources(config, cwd);
    } catch (error) {
      if (!check || !(error instanceof MissingCompilerError)) throw error;
      const heads = await checkHeads(config, cwd);
      return heads.map(({ path, changes }) => {
        const status = changes.length > 0 ? "stale" : "unchanged";
        return { path: shown(path), status, warnings: [], changes };
      });
    }
    const { sources, natives, warnings } = loaded;
    const { brand, codecs, programs, client, sync, docs, names, values } = config;
    const module = generateModule(sources, {
      brand,
      codecs,
      programs,
      client,
      sync,
      docs,
      names,
      natives,
      values,
      name: moduleName(config.out),
    });
    const results = [
      {
        path: shown(config.out),
        status: await settle(resolve(cwd, config.out), module.text, config, check),
        warnings: [...warnings, ...module.warnings],
      },
    ];
    if (config.serverOut !== undefined) {
      const { text } = generateModule(sources, {
        docs,
        names,
        name: moduleName(config.serverOut),
        codecs: "none",
      });
      const status = await settle(resolve(cwd, config.serverOut), text, config, check);
      results.push({ path: shown(config.serverOut), status, warnings: [] });
    }
    return results;
  } catch (error) {
    const known = error instanceof CodegenError;
    const failure = known ? error : new CodegenError(messageOf(error), undefined, { cause: error });
    return [{ path: shown(config.out), status: "failed", warnings: [], error: failure }];
  }
}

/** Returns the name of a module: that of its file up to the first dot. */
function moduleName(path: string): string {
  return basename(path).split(".")[0]!;
}

async function settle(
  path: string,
  text: string,
  { force = false }: OutputConfig,
  check: boolean,
): Promise<"stale" | "unchanged" | "written"> {
  const existing = await readIfThere(path);
  // Some version control gives text other ends of lines.
  if (existing?.replaceAll("\r\n", "\n") === text) return "unchanged";
  if (!force) refuseForeign(path, existing);
  if (check) return "stale";
  await replaceFile(path, text);
  return "written";
}
