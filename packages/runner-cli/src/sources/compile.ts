import { CompileError, type Compiler, type CompileResult, type Definition } from "@lutra/compiler";
import { type ProgramKind, representationOf, type Run } from "@lutra/runner-core";
import { CommandError } from "../errors/command-error.ts";
import type { Io } from "../io.ts";
import { parameterNames } from "../program/parameters.ts";
import { connectRunner, withoutPassword } from "../runner-url.ts";
import type { ConnectOptions } from "../runners/scheme.ts";
import { withSpinner } from "../spinner.ts";
import { showingFaults } from "./faults.ts";
import { kindOf } from "./program-kinds.ts";
import { emptyProject, shownPath, type SourceProject } from "./project.ts";

/** Maximum number of functions in a sentence. */
const maxNames = 8;

/** Sources and what to compile of them. */
export interface Request {
  readonly project: SourceProject;
  /** Path of a function, or an expression. */
  readonly program: string;
}

/** A runner to compile for. */
export interface Target {
  readonly kind: ProgramKind;
  readonly externals: readonly string[];
  /** Source of what the runner offers. Empty if it offers nothing or the sources do not mention it. */
  readonly interface: string;
}

/** Returns a target of a kind that has nothing beyond what all runners of its kind have. */
export function plainTarget(kind: ProgramKind): Target {
  return { kind, externals: [], interface: "" };
}

/**
 * Asks a runner what programs for it may use.
 *
 * @param name the runner as the user named it, for errors
 */
export async function targetOf(
  runner: Run,
  name: string,
  { project, program }: Request,
): Promise<Target> {
  const externals = await runner.getExternals();
  const texts = [program, ...Object.values(project.sources)];
  // To list the tables of a database takes a while, so only for sources that could mean them.
  const isMentioned = texts.some((text) => /\brunner\b/.test(text));
  const source = isMentioned ? await runner.getInterface() : "";
  return { kind: kindOf(externals, name), externals, interface: source };
}

/** Does the same as `targetOf`, for the runner that a URL names, which is asked and shut down. */
export async function targetAt(
  url: string,
  connecting: ConnectOptions,
  request: Request,
  io: Io,
): Promise<Target> {
  const name = withoutPassword(url);
  return await withSpinner(io.stderr, `asking ${name}`, async () => {
    const runner = await connectRunner(url, connecting, "describe");
    try {
      return await targetOf(runner, name, request);
    } finally {
      await runner.shutdown();
    }
  });
}

/** A compiled program, with what only its source says. */
export interface CompiledSource extends CompileResult {
  readonly parameters: readonly string[] | undefined;
}

/**
 * Compiles for a runner.
 *
 * @throws SourceErrors for sources that the compiler refuses
 */
export async function compileFor(
  compiler: Compiler,
  { project, program }: Request,
  target: Target,
  io: Pick<Io, "stderr" | "env">,
): Promise<CompiledSource> {
  const { kind, externals } = target;
  const work = async (): Promise<CompiledSource> => {
    const checked = await compiler.check(project.sources, { interface: target.interface });
    try {
      const result = await checked.compile(program, kind, { externals });
      return { ...result, parameters: parameterNames(checked.definitions, program) };
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      throw (
        missingFunction(error, { project, program }, checked.definitions) ?? withKind(error, kind)
      );
    }
  };
  return await showingFaults(project, io, work, { expression: program });
}

/** Returns the error of a program that names no function; the compiler would show a place in the name. */
export function missingFunction(
  { diagnostics }: CompileError,
  { project, program }: Request,
  definitions: readonly Definition[],
): CommandError | undefined {
  const isName = /^\s*\w+(?:::\w+)*\s*$/.test(program);
  const [{ message, range } = {}, ...more] = diagnostics;
  const isMissing =
    message === "name does not exist" && range?.file === "expression" && more.length === 0;
  if (project === emptyProject || !isName || !isMissing) return undefined;
  const names = definitions
    .filter(({ kind }) => kind === "function")
    .map(({ path }) => path.join("::"));
  const file = shownPath(project, Object.keys(project.sources)[0]!);
  const shown = names.slice(0, maxNames).join(", ") + (names.length > maxNames ? ", ..." : "");
  return new CommandError(`there is no function ${program.trim()} in ${file}`, {
    help:
      shown === ""
        ? `add one: func ${program.trim()}(): Int64 -> 7`
        : `--program takes one of ${shown}`,
  });
}

/** Adds to faults without a place, which say what a kind of runner lacks, which kind that is. */
function withKind({ diagnostics }: CompileError, kind: ProgramKind): CompileError {
  const message = `the program is compiled for ${representationOf(kind)}; another runner may have it`;
  return new CompileError(
    diagnostics.map((each) =>
      each.range === undefined
        ? { ...each, notes: [...each.notes, { message, range: undefined }] }
        : each,
    ),
  );
}
