import { createNodeCompiler } from "@lutra/compiler/node";
import type { Program, ProgramKind } from "@lutra/runner-core";
import { declarations, tableWorkloads } from "./programs.ts";

/**
 * Compiles all workloads for a database, by their names.
 *
 * @throws RunnerError `COMPILER_MISSING` if the compiler is not built
 */
export async function compileWorkloads(kind: ProgramKind): Promise<ReadonlyMap<string, Program>> {
  const names = Object.keys(tableWorkloads);
  const functions = names.map((name, i) => `func p${i}() -> (${tableWorkloads[name]?.source})`);
  await using compiler = createNodeCompiler();
  const project = await compiler.check([declarations, ...functions].join("\n"));
  const programs = new Map<string, Program>();
  for (const [i, name] of names.entries()) {
    programs.set(name, (await project.compile(`p${i}`, kind)).program);
  }
  return programs;
}
