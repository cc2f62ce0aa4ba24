import { parseArgs } from "node:util";
import type { CaseResult, ConformanceCase, RunnerSubject } from "@lutra/runner-conformance";
import { ErrorCode, isRunnerError, type Run } from "@lutra/runner-core";
import { CommandError } from "../errors/command-error.ts";
import { connectOptions } from "../connect-options.ts";
import { readBytes, textOf } from "../files.ts";
import { conformanceOptions } from "../help/options.ts";
import type { Io } from "../io.ts";
import { connectRunner, parseRunnerUrl, runnerScheme, withoutPassword } from "../runner-url.ts";
import { withSpinner } from "../spinner.ts";
import { UsageError } from "../errors/usage-error.ts";
import { terminalText } from "../terminal-text.ts";
import { checkWritable, writeWhole } from "../write-file.ts";

/** Runs `lutra-runner conformance`: tests whether a runner does what every runner must do. */
export async function conformance(args: readonly string[], io: Io): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: conformanceOptions,
  });
  const { runner: url, json, "known-failures": listFile } = values;
  if (url === undefined) throw new UsageError("conformance needs --runner URL");
  if (json !== undefined) await checkWritable(json);
  const shown = withoutPassword(url);
  const options = connectOptions(values, io);
  const { createReport, kindOf, parseKnownFailures, renderReport, runCases, runnerCases } =
    await import("@lutra/runner-conformance");
  const list = listFile === undefined ? "" : textOf(await readBytes(listFile), listFile);

  const kind = kindOf(await externalsOf(() => connectRunner(url, options)));
  if (kind === undefined) {
    throw new CommandError(`${shown} does not say which programs it executes`, {
      help: "its externals need one of repr:bytecode-lt, repr:sql-pg and repr:sql-duckdb",
    });
  }
  const cases = [...runnerCases(kind), ...(await streamCases(url))];
  const connect = async (): Promise<Run> => {
    io.interrupted.throwIfAborted(); // the cases that are left then end at once
    return await connectRunner(url, options);
  };
  const results: CaseResult[] = [];
  let gone: Gone | undefined;
  const watched = cases.map((each) =>
    watchedCase(each, connect, (cause) => (gone ??= { during: each, cause })),
  );
  const onResult = (result: CaseResult): void => {
    results.push(result);
    if (gone !== undefined) throw goneError(shown, gone, cases.length - results.length);
  };
  const running = { knownFailures: parseKnownFailures(list), onResult };
  let stopped: Error | undefined;
  await withSpinner(io.stderr, `testing ${shown}`, async () => {
    await runCases(watched, { kind, connect }, running).catch((error: Error) => {
      stopped = error;
    });
  });
  const report = createReport(shown, results);
  if (json !== undefined) await writeWhole(json, `${JSON.stringify(report, undefined, 2)}\n`);
  await io.stdout.write(terminalText(renderReport(report)));
  if (stopped !== undefined) throw stopped;
  if (!report.isConformant) throw new CommandError(`${shown} is not conformant`);
}

/** A server that ended, and the case during which it did. */
interface Gone {
  readonly during: ConformanceCase<RunnerSubject>;
  readonly cause: unknown;
}

/**
 * Wraps a case so that, if it fails, it finds out whether the server is still there: if not, no other case can tell
 * anything.
 */
function watchedCase(
  each: ConformanceCase<RunnerSubject>,
  connect: () => Promise<Run>,
  onGone: (cause: unknown) => void,
): ConformanceCase<RunnerSubject> {
  const run = async (subject: RunnerSubject): Promise<void> => {
    try {
      await each.run(subject);
    } catch (error) {
      await externalsOf(connect).catch((cause: unknown) => {
        if (isRunnerError(cause) && cause.code === ErrorCode.CONNECTION_CLOSED) onGone(cause);
      });
      throw error;
    }
  };
  return { ...each, run };
}

function goneError(shown: string, { during, cause }: Gone, left: number): CommandError {
  const { message } = cause as Error;
  const cases = left === 1 ? "1 case was" : `${left} cases were`;
  return new CommandError(
    `${shown} ended during the case "${during.group}: ${during.name}": ${message}`,
    { help: `${cases} not run; its own output may say why it ended`, cause },
  );
}

async function externalsOf(connect: () => Promise<Run>): Promise<readonly string[]> {
  const runner = await connect();
  try {
    return await runner.getExternals();
  } finally {
    await runner.shutdown();
  }
}

/** Returns the cases for servers of the binary protocol, if the runner is one. */
async function streamCases(url: string): Promise<readonly ConformanceCase<RunnerSubject>[]> {
  const { openStream } = runnerScheme(url);
  if (openStream === undefined) return [];
  const connect = (): ReturnType<typeof openStream> => openStream(parseRunnerUrl(url));
  const { streamServerCases } = await import("@lutra/runner-conformance");
  return streamServerCases.map((each) => ({
    ...each,
    run: ({ kind }) => each.run({ kind, connect }),
  }));
}
