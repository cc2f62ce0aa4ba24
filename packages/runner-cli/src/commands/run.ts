import { parseArgs } from "node:util";
import { ErrorCode, RunnerError } from "@lutra/runner-core";
import { startTimer } from "@lutra/runner-core/transport";
import { positiveInteger } from "../arguments.ts";
import { CommandError } from "../errors/command-error.ts";
import { connectOptions } from "../connect-options.ts";
import { runOptions } from "../help/texts.ts";
import { inputFormat, type InputSource, readEncoded, readInput } from "../input.ts";
import type { Io } from "../io.ts";
import { checkTarget, outputFormat, type OutputTarget, writeOutput } from "../output.ts";
import { readProgram } from "../program/program-file.ts";
import { findSignature, type Signature, unknownTypes } from "../program/signature.ts";
import { connectRunner, defaultRunner, runnerScheme, withoutPassword } from "../runner-url.ts";
import { withSpinner } from "../spinner.ts";
import { UsageError } from "../errors/usage-error.ts";

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

  const source = { path: values.input, format: values["input-format"] };
  const program = await readProgram(path);
  const signature = await findSignature(program, path, values.type);
  const input = await inputOf(path, source, target, signature, io);

  const url = values.runner ?? defaultRunner(program.kind);
  const { blocks } = runnerScheme(url);
  if (blocks && timeoutSeconds !== undefined) {
    throw new UsageError(
      `${withoutPassword(url)} cannot be stopped by the clock`,
      "use --max-steps",
    );
  }
  const closing: unknown[] = [];
  // Opening counts too: a database takes seconds.
  const output = await withSpinner(io.stderr, `running on ${withoutPassword(url)}`, async () => {
    const runner = await connectRunner(url, connecting);
    try {
      // A runner that blocks could not react; without a signal, Ctrl-C simply ends the process.
      const options = blocks ? {} : { signal: callSignal(io, timeoutSeconds) };
      return await runner.execute(await runner.prepare(program, options), input, options);
    } finally {
      // What goes wrong here is reported after the output, which it must not cost.
      await runner.shutdown().catch((error: unknown) => closing.push(error));
    }
  });
  await writeOutput(output, target, signature, io);
  if (closing.length > 0) throw unclean(closing[0]);
}

function unclean(cause: unknown): CommandError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new CommandError(`the program ran, but the runner did not close: ${message}`, {
    help: "the output is complete; what the program wrote elsewhere may not be kept",
    cause,
  });
}

/** Reads the input. Without types, input and output can only be bytes. */
async function inputOf(
  path: string,
  source: InputSource,
  target: OutputTarget,
  signature: Signature | undefined,
  io: Io,
): Promise<Uint8Array> {
  if (signature !== undefined) return await readInput(path, source, signature, io);
  const format = inputFormat(source);
  const areBytes = (format === undefined || format === "ld") && outputFormat(target, io) === "ld";
  if (!areBytes) throw unknownTypes(path);
  return await readEncoded(source, io);
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
