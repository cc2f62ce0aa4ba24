import { basename, dirname, resolve } from "node:path";
import { CodegenError } from "@lutra/codegen";
import { messageOf } from "../message-of.ts";
import { readArguments, UsageError } from "./arguments.ts";
import { configName, readConfig } from "./config-file.ts";
import { helpText } from "./help.ts";
import { generate, type OutputResult } from "./pass.ts";
import { printTypes } from "./print-types.ts";
import { errorText, jsonError, jsonReport, reportResults } from "./report.ts";
import { watch } from "./watch.ts";

/** Surroundings of the command. */
export interface CommandIo {
  readonly stdout: (text: string) => unknown;
  readonly stderr: (text: string) => unknown;
  readonly cwd: string;
  /** Version of this package. */
  readonly version: string;
  /** Ends `--watch`. */
  readonly signal: AbortSignal;
}

/**
 * Runs the command `lutra-codegen` and returns its exit code: 0 done, 1 failed or stale, 2 called wrongly.
 *
 * Nothing is thrown; errors are written to `io.stderr`.
 *
 * @param args the arguments after the command's name
 */
export async function main(args: readonly string[], io: CommandIo): Promise<number> {
  if (args.some((arg) => arg === "--help" || arg === "-h") || args[0] === "help") {
    io.stdout(helpText);
    return 0;
  }
  if (args[0] === "--version" || args[0] === "-V") {
    io.stdout(`${io.version}\n`);
    return 0;
  }
  const isJson = args.includes("--json");
  try {
    if (args[0] === "types") {
      io.stdout(await printTypes(args.slice(1), io.cwd));
      return 0;
    }
    return await run(args, io);
  } catch (error) {
    if (error instanceof UsageError) {
      io.stderr(errorText({ message: error.message, help: "see `lutra-codegen --help`" }));
      return 2;
    }
    const known = error instanceof CodegenError ? error : new CodegenError(messageOf(error));
    if (isJson) io.stdout(jsonError(known));
    else io.stderr(errorText(known));
    return 1;
  }
}

async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { outputs, config, check, watch: isWatching, json } = readArguments(args);
  // Paths in a file of settings start from its folder.
  const cwd = config === undefined ? io.cwd : dirname(resolve(io.cwd, config));
  const name = config === undefined ? configName : basename(config);
  const tell = (results: readonly OutputResult[]): void => {
    if (json) {
      io.stdout(jsonReport(results));
    } else {
      const { stdout, stderr } = reportResults(results);
      io.stdout(stdout);
      io.stderr(stderr);
    }
  };
  if (isWatching) {
    await watch({
      cwd,
      configName: name,
      signal: io.signal,
      ...(outputs === undefined ? {} : { outputs }),
      onPass: (results) => {
        if (!(results instanceof CodegenError)) tell(results);
        else if (json) io.stdout(jsonError(results));
        else io.stderr(errorText(results));
      },
    });
    return 0;
  }
  const results = await generate(outputs ?? (await readConfig(cwd, name)), { cwd, check });
  tell(results);
  return results.every(({ status }) => status === "written" || status === "unchanged") ? 0 : 1;
}
