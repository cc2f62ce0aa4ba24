import {
  CodegenError,
  type CompiledSource,
  type NativeSource,
  type ProgramSource,
  selector,
  sha256,
} from "@lutra/codegen";
import type { ProgramType } from "@lutra/bin/program";
import type { ProgramKind } from "@lutra/runner-core";
import { selectionWarnings } from "../../input/select.ts";
import { messageOf } from "../../message-of.ts";
import type { OutputConfig } from "../output-config.ts";
import { readNatives } from "./read-natives.ts";
import { readProject } from "./read-project.ts";
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
  readonly natives: readonly NativeSource[];
  readonly warnings: readonly string[];
}

/**
 * Compiles the functions of a project that are chosen.
 *
 * @throws CodegenError for wrong sources, and for a function that compiles for no kind of runners
 */
export async function compileProject(
  compiler: SourceCompiler,
  config: OutputConfig,
  cwd: string,
): Promise<CompiledProject> {
  const { texts, files } = await readProject(config, cwd);
  const checked = await compiler.check(texts);
  const { repr = Object.keys(kindsByName), natives = [] } = config;
  const found: ProgramSource[] = [];
  const functions = checked.functions.filter(({ isGeneric }) => !isGeneric);
  const paths = functions.map(({ path }) => path);
  const warnings = [...selectionWarnings(config, paths)];
  const isChosen = selector(config);
  for (const each of functions) {
    if (!isChosen(each.path)) continue;
    const { programs, types, failures } = await compileFunction(checked, each, repr, natives);
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
      files,
    });
  }
  return { sources: found, natives: await readNatives(checked, natives), warnings };
}

async function compileFunction(
  project: SourceProject,
  { path }: SourceFunction,
  repr: readonly string[],
  natives: readonly string[],
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
      const compiled = await project.compile(path, kind, natives);
      types ??= compiled.types;
      programs.push({ kind, bytes: compiled.bytes, hash: await sha256(compiled.bytes) });
    } catch (error) {
      failures.push(`not for ${name}: ${messageOf(error)}`);
    }
  }
  return { programs, types, failures };
}
