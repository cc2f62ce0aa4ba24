import { dirname, resolve } from "node:path";
import { stat } from "node:fs/promises";
import {
  CodegenError,
  type CompiledSource,
  type InputFile,
  type ProgramSource,
  sha256,
  type SourceFile,
} from "@lutra/codegen";
import type { ProgramType } from "@lutra/bin/program";
import type { ProgramKind } from "@lutra/runner-core";
import { messageOf } from "../../message-of.ts";
import type { OutputConfig } from "../output-config.ts";
import { readFolder } from "../read-folder.ts";
import type { SourceCompiler, SourceFunction, SourceProject } from "./source-compiler.ts";

/** Kinds of programs by the names that the compiler has for them. */
export const kindsByName: Readonly<Record<string, ProgramKind>> = {
  "bytecode-lt": "bytecodeLt",
  "sql-pg": "sqlPostgres",
  "sql-duckdb": "sqlDuckDb",
};

/** Programs of a project, and what could not be compiled. */
export interface CompiledProject {
  readonly sources: readonly ProgramSource[];
  readonly warnings: readonly string[];
}

/**
 * Compiles the functions of a project that are chosen.
 *
 * @param isChosen tells by its path if a function is compiled
 * @param prefixOf returns the path from the module to a folder
 * @throws CodegenError for wrong sources, and for a function that compiles for no kind of runners
 */
export async function compileProject(
  compiler: SourceCompiler,
  { project, repr = Object.keys(kindsByName) }: OutputConfig,
  cwd: string,
  isChosen: (path: readonly string[]) => boolean,
  prefixOf: (folder: string) => string,
): Promise<CompiledProject> {
  const { folder, files } = await readProject(resolve(cwd, project!));
  const texts = files.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)] as const);
  const checked = await compiler.check(Object.fromEntries(texts));
  const prefix = prefixOf(folder);
  const sources = await Promise.all(
    files.map(async ({ path, bytes }): Promise<SourceFile> => {
      return { path: prefix + path, hash: await sha256(bytes) };
    }),
  );
  const found: ProgramSource[] = [];
  const warnings: string[] = [];
  for (const each of checked.functions) {
    if (each.isGeneric || !isChosen(each.path)) continue;
    const { programs, types, failures } = await compileFunction(checked, each, repr);
    const name = each.path.join("::");
    if (types === undefined) {
      throw new CodegenError(
        `${name} compiles for no kind of runners:\n${failures.join("\n")}`,
        "mend it, or leave it out with `exclude`",
      );
    }
    warnings.push(...failures.map((failure) => `${name}: ${failure}`));
    found.push({
      path: each.path,
      functionName: each.path.at(-1)!,
      ...types,
      programs,
      docs: each.docs,
      parameters: each.parameters,
      files: sources,
    });
  }
  return { sources: found, warnings };
}

async function readProject(
  path: string,
): Promise<{ readonly folder: string; readonly files: readonly InputFile[] }> {
  const found = await stat(path).catch(() => undefined);
  const folder = found?.isFile() === true ? dirname(path) : path;
  const only = folder === path ? undefined : path.slice(folder.length + 1);
  const files = await readFolder(folder, (each) =>
    only === undefined ? each.endsWith(".lt") : each === only,
  );
  if (files.length > 0) return { folder, files };
  throw new CodegenError(`there are no .lt sources in ${path}`, "give the folder of a project");
}

async function compileFunction(
  project: SourceProject,
  { path }: SourceFunction,
  repr: readonly string[],
): Promise<{
  readonly programs: readonly CompiledSource[];
  readonly types: ProgramType | undefined;
  readonly failures: readonly string[];
}> {
  const programs: CompiledSource[] = [];
  const failures: string[] = [];
  let types: ProgramType | undefined;
  for (const name of repr) {
    const kind = kindsByName[name]!;
    try {
      const compiled = await project.compile(path, kind);
      types ??= compiled.types;
      programs.push({ kind, bytes: compiled.bytes, hash: await sha256(compiled.bytes) });
    } catch (error) {
      failures.push(`not for ${name}: ${messageOf(error)}`);
    }
  }
  return { programs, types, failures };
}
