import { parseArgs } from "node:util";
import { CompileError, type Compiler, type Diagnostic } from "@lutra/compiler";
import { requiredArgument } from "../arguments.ts";
import { connectOptions } from "../connect-options.ts";
import { SourceErrors } from "../errors/source-errors.ts";
import { checkOptions } from "../help/options.ts";
import type { Io } from "../io.ts";
import { plainTarget, type Target, targetAt } from "../sources/compile.ts";
import { withCompiler } from "../sources/compiler.ts";
import { faultsText, shownFaults, type Texts } from "../sources/faults.ts";
import { readProject, type SourceProject } from "../sources/project.ts";
import { watching } from "../sources/watch.ts";

/** Runs `lutra-runner check`: shows all faults of sources. */
export async function check(args: readonly string[], io: Io): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: checkOptions,
  });
  const path = requiredArgument("check", "SOURCE", positionals);
  const { runner: url, program, json = false, watch = false } = values;
  const connecting = connectOptions(values, io);
  await withCompiler(io, async (compiler) => {
    const once = async (): Promise<void> => {
      const project = await readProject(path);
      const target =
        url === undefined
          ? undefined
          : await targetAt(url, connecting, { project, program: program ?? "" }, io);
      const faults = await faultsOf(compiler, project, program, target);
      const texts = { expression: program ?? "" };
      if (json) await reportAsJson(project, faults, texts, io);
      else await report(project, faults, texts, path, io);
    };
    if (watch) await watching({ project: path }, once, io);
    else await once();
  });
}

/** Returns the faults of sources, and of a program for a runner: the one named, else `main` if there is one. */
async function faultsOf(
  compiler: Compiler,
  { sources }: SourceProject,
  program: string | undefined,
  target: Target | undefined,
): Promise<readonly Diagnostic[]> {
  try {
    const checked = await compiler.check(sources, { interface: target?.interface ?? "" });
    const hasMain = checked.definitions.some(({ path }) => path.join("::") === "main");
    const compiled = program ?? (target !== undefined && hasMain ? "main" : undefined);
    if (compiled !== undefined) {
      const { kind, externals } = target ?? plainTarget("bytecodeLt");
      await checked.compile(compiled, kind, { externals });
    }
    return [];
  } catch (error) {
    if (error instanceof CompileError) return error.diagnostics;
    throw error;
  }
}

async function reportAsJson(
  project: SourceProject,
  faults: readonly Diagnostic[],
  texts: Texts,
  io: Io,
): Promise<void> {
  const diagnostics = shownFaults(project, faults, texts);
  await io.stdout.write(`${JSON.stringify({ diagnostics })}\n`);
  if (faults.length > 0) throw new SourceErrors("");
}

async function report(
  project: SourceProject,
  faults: readonly Diagnostic[],
  texts: Texts,
  path: string,
  io: Io,
): Promise<void> {
  if (faults.length === 0) return await io.stdout.write(`${path}: no faults\n`);
  throw new SourceErrors(faultsText(project, faults, io, texts));
}
