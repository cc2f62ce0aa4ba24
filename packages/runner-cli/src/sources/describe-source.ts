import { CompileError, type CompileResult, type Definition } from "@lutra/compiler";
import type { Io } from "../io.ts";
import { missingFunction } from "./compile.ts";
import { withCompiler } from "./compiler.ts";
import { showingFaults } from "./faults.ts";
import { programKinds } from "./program-kinds.ts";
import { readProject } from "./project.ts";

/** Sources, as far as they can be told without a runner. */
export interface DescribedSource {
  readonly definitions: readonly Definition[];
  /** The program that was compiled: the one named, else `main` if there is one. */
  readonly name: string | undefined;
  /** The program for each kind that it compiles for; empty if there is no program. */
  readonly programs: readonly CompileResult[];
}

/**
 * Checks sources and compiles a program of them for every kind.
 *
 * @param program path of a function or an expression; `undefined` for `main`, if there is one
 * @throws SourceErrors if the sources have faults, or the program compiles for no kind
 */
export async function describeSource(
  path: string,
  program: string | undefined,
  io: Io,
): Promise<DescribedSource> {
  const project = await readProject(path);
  const work = async (): Promise<DescribedSource> =>
    await withCompiler(io, async (compiler) => {
      const checked = await compiler.check(project.sources);
      const { definitions } = checked;
      const hasMain = definitions.some(({ path }) => path.join("::") === "main");
      const name = program ?? (hasMain ? "main" : undefined);
      const programs: CompileResult[] = [];
      if (name === undefined) return { definitions, name, programs };
      const refusals: CompileError[] = [];
      for (const kind of programKinds) {
        try {
          programs.push(await checked.compile(name, kind));
        } catch (error) {
          // A kind without the functions of the program is left out of the list.
          if (!(error instanceof CompileError)) throw error;
          refusals.push(error);
        }
      }
      if (programs.length === 0) {
        const [first] = refusals as [CompileError];
        throw missingFunction(first, { project, program: name }, definitions) ?? first;
      }
      return { definitions, name, programs };
    });
  return await showingFaults(project, io, work, { expression: program ?? "" });
}
