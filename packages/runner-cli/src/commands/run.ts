import { parseArgs } from "node:util";
import { ErrorCode, RunnerError, typedProgram } from "@lutra/runner-core";
import { positiveInteger } from "../arguments.ts";
import { connectOptions } from "../connect-options.ts";
import { runOptions } from "../help/texts.ts";
import { readInput } from "../input.ts";
import type { Io } from "../io.ts";
import { checkTarget, writeOutput } from "../output.ts";
import { readProgramFile } from "../program/program-file.ts";
import { connectRunner, defaultRunner, runnerScheme, withoutPassword } from "../runner-url.ts";
import { withSpinner } from "../spinner.ts";
import { UsageError } from "../usage-error.ts";

/** `lutra-runner run PROGRAM`: reads an input, executes a program once, writes the output. */
export async function run(args: readonly string[], io: Io): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: runOptions,
  });
  const [path, ...more] = positionals;
  if (path === undefined) throw new UsageError("run needs a PROGRAM");
  if (more.length > 0) throw new UsageError(`run takes one PROGRAM, got also ${more.join(" ")}`);
  const timeoutSeconds = positiveInteger("timeout", values.timeout);
  const connecting = connectOptions(values, io);
  const target = { path: values.output, format: values.format };
  await checkTarget(target, io);

  const { program, input, output, defs } = await readProgramFile(path, values.type);
  const source = { path: values.input, format: values["input-format"] };
  const value = await readInput(source, input, defs, io);
  const typed = typedProgram(program, input.codec, output.codec);

  const url = values.runner ?? defaultRunner(program.kind);
  const { blocks } = runnerScheme(url);
  if (blocks && timeoutSeconds !== undefined) {
    throw new UsageError(`${url} cannot be stopped by the clock`, "use --max-steps");
  }
  // Opening counts too: a database takes seconds.
  const result = await withSpinner(io.stderr, `running on ${withoutPassword(url)}`, async () => {
    const runner = await connectRunner(url, connecting);
    try {
      // A runner that blocks could not react; without a signal, Ctrl-C simply ends the process.
      const options = blocks ? {} : { signal: callSignal(io, timeoutSeconds) };
      return await runner.run(typed, value, options);
    } finally {
      await runner.shutdown();
    }
  });
  await writeOutput(result, target, output, defs, io);
}

/** Ends the call when the user interrupts it or its time is over. */
function callSignal(io: Io, timeoutSeconds: number | undefined): AbortSignal {
  if (timeoutSeconds === undefined) return io.interrupted;
  const late = new AbortController();
  const reason = new RunnerError(`not finished after ${timeoutSeconds} s`, {
    code: ErrorCode.TIMEOUT,
  });
  setTimeout(() => late.abort(reason), timeoutSeconds * 1000).unref();
  return AbortSignal.any([io.interrupted, late.signal]);
}
