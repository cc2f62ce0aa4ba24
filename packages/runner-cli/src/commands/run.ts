import { parseArgs } from "node:util";
import { ErrorCode, type Program, type Run, RunnerError } from "@lutra/runner-core";
import { startTimer } from "@lutra/runner-core/transport";
import { optionalArgument, positiveInteger } from "../arguments.ts";
import { CommandError } from "../errors/command-error.ts";
import { messageOf } from "../errors/message-of.ts";
import { connectOptions } from "../connect-options.ts";
import { runOptions } from "../help/options.ts";
import { inputFormat, type InputSource, readEncoded, readInput } from "../input.ts";
import type { Io } from "../io.ts";
import { checkTarget, outputFormat, type OutputTarget, writeOutput } from "../output.ts";
import { readProgram } from "../program/program-file.ts";
import { findSignature, type Signature, signatureOf, unknownTypes } from "../program/signature.ts";
import { connectRunner, defaultRunner, runnerScheme, withoutPassword } from "../runner-url.ts";
import type { ConnectOptions } from "../runners/scheme.ts";
import { compileFor, targetOf } from "../sources/compile.ts";
import { withCompiler } from "../sources/compiler.ts";
import { emptyProject, isSourcePath, onlyForSources, readProject } from "../sources/project.ts";
import { watching } from "../sources/watch.ts";
import { withSpinner } from "../spinner.ts";
import { UsageError } from "../errors/usage-error.ts";

/** Runs `lutra-runner run`: reads an input, executes a program or sources once, writes the output. */
export async function run(args: readonly string[], io: Io): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: runOptions,
  });
  const path = optionalArgument("run", "PROGRAM", positionals);
  const timeoutSeconds = positiveInteger("timeout", values.timeout);
  const connecting = connectOptions(values, io);
  const target = { path: values.output, format: values.format };
  await checkTarget(target, io);
  const input = { path: values.input, format: values["input-format"] };
  const { expression, program, watch = false } = values;

  if (expression === undefined && (path === undefined || !(await isSourcePath(path)))) {
    if (path === undefined) throw new UsageError("run needs a PROGRAM, or --expression");
    const onlySources = Object.entries({ program, watch: watch || undefined }).find(
      ([, value]) => value !== undefined,
    );
    if (onlySources !== undefined) {
      throw await onlyForSources(onlySources[0], path);
    }
    const compiled = await readCompiled(path, values.type, input, target, io);
    const url = values.runner ?? defaultRunner(compiled.program.kind);
    const call = { url, connecting, timeoutSeconds, target, watch };
    return await executeOn(call, io, () => Promise.resolve(compiled));
  }

  if (values.type !== undefined) throw new UsageError("--type is for compiled programs");
  if (expression !== undefined && program !== undefined) {
    throw new UsageError("--expression and --program both name what to run");
  }
  if (watch && values.input === "-") {
    throw new UsageError("--watch reads the input each time, and standard input ends");
  }
  const url = values.runner ?? defaultRunner("bytecodeLt");
  const call = { url, connecting, timeoutSeconds, target, watch };
  const name = path ?? "-e ...";
  await withCompiler(io, async (compiler) => {
    const once = async (): Promise<void> => {
      const project = path === undefined ? emptyProject : await readProject(path);
      const request = { project, program: expression ?? program ?? "main" };
      await executeOn(call, io, async (runner) => {
        const offered = await targetOf(runner, withoutPassword(url), request);
        const result = await compileFor(compiler, request, offered, io);
        const signature = signatureOf(result.type, result.parameters);
        const bytes = await readInput(name, input, signature, io);
        return { program: result.program, signature, input: bytes };
      });
    };
    if (watch) await watching({ project: path, file: values.input }, once, io);
    else await once();
  });
}

/** A program with all that executing it takes. */
interface Executable {
  readonly program: Program;
  /** Types of the program; `undefined` if input and output are only bytes. */
  readonly signature: Signature | undefined;
  readonly input: Uint8Array;
}

/** A runner and its options, and the target of the output. */
interface ProgramCall {
  readonly url: string;
  readonly connecting: ConnectOptions;
  readonly timeoutSeconds: number | undefined;
  readonly target: OutputTarget;
  /** `true` if a call must end when the user interrupts, also one that computes in this process. */
  readonly watch: boolean;
}

/** Connects to a runner, executes what `load` returns, and writes the output. */
async function executeOn(
  { url, connecting, timeoutSeconds, target, watch }: ProgramCall,
  io: Io,
  load: (runner: Run) => Promise<Executable>,
): Promise<void> {
  const blocks = runnerScheme(url).blocks === true && !watch;
  if (blocks && timeoutSeconds !== undefined) {
    throw new UsageError(
      `${withoutPassword(url)} cannot be stopped by the clock`,
      "use --max-steps",
    );
  }
  const closing: unknown[] = [];
  // Opening counts too: a database takes seconds.
  const label = `running on ${withoutPassword(url)}`;
  const { output, signature } = await withSpinner(io.stderr, label, async () => {
    const runner = await connectRunner(url, connecting, watch ? "serve" : "run");
    try {
      const { program, input, signature } = await load(runner);
      // A runner that blocks could not react; without a signal, Ctrl-C simply ends the process.
      const options = blocks ? {} : { signal: callSignal(io, timeoutSeconds) };
      const prepared = await runner.prepare(program, options);
      return { output: await runner.execute(prepared, input, options), signature };
    } finally {
      // What goes wrong here is reported after the output, which it must not cost.
      await runner.shutdown().catch((error: unknown) => closing.push(error));
    }
  });
  await writeOutput(output, target, signature, io);
  if (closing.length > 0) throw unclean(closing[0]);
}

function unclean(cause: unknown): CommandError {
  return new CommandError(`the program ran, but the runner did not close: ${messageOf(cause)}`, {
    help: "the output is complete; what the program wrote elsewhere may not be kept",
    cause,
  });
}

/** Reads a compiled program and its input. Without types, input and output can only be bytes. */
async function readCompiled(
  path: string,
  typePath: string | undefined,
  source: InputSource,
  target: OutputTarget,
  io: Io,
): Promise<Executable> {
  const program = await readProgram(path);
  const signature = await findSignature(program, path, typePath);
  if (signature !== undefined) {
    return { program, signature, input: await readInput(path, source, signature, io) };
  }
  const format = inputFormat(source);
  const areBytes = (format === undefined || format === "ld") && outputFormat(target, io) === "ld";
  if (!areBytes) throw unknownTypes(program, path);
  return { program, signature, input: await readEncoded(source, io) };
}

/** Ends the call when the user interrupts it or its time is over. */
function callSignal(io: Io, timeoutSeconds: number | undefined): AbortSignal {
  if (timeoutSeconds === undefined) return io.interrupted;
  const late = new AbortController();
  const reason = new RunnerError(`not finished after ${timeoutSeconds} s`, {
    code: ErrorCode.TIMEOUT,
  });
  startTimer(timeoutSeconds * 1000, () => late.abort(reason), { unref: true });
  return AbortSignal.any([io.interrupted, late.signal]);
}
