import { parseArgs } from "node:util";
import { connectOptions } from "../connect-options.ts";
import { CommandError } from "../errors/command-error.ts";
import { readBytesIfThere, textOf } from "../files.ts";
import { interfaceOptions } from "../help/options.ts";
import type { Io } from "../io.ts";
import { connectRunner, withoutPassword } from "../runner-url.ts";
import { withSpinner } from "../spinner.ts";
import { UsageError } from "../errors/usage-error.ts";
import { terminalText, withoutControls } from "../terminal-text.ts";
import { checkWritable, writeWhole } from "../write-file.ts";

/** Runs `lutra-runner interface`: prints or writes what a runner offers to programs, as Lutra source. */
export async function printInterface(args: readonly string[], io: Io): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: interfaceOptions,
  });
  if (values.runner === undefined) throw new UsageError("interface needs --runner URL");
  const { runner: url } = values;
  if (values.into !== undefined) await checkReplaceable(values.into);
  const options = connectOptions(values, io);
  const source = await withSpinner(io.stderr, `asking ${withoutPassword(url)}`, async () => {
    const runner = await connectRunner(url, options, "describe");
    try {
      return await runner.getInterface();
    } finally {
      await runner.shutdown();
    }
  });
  if (values.into !== undefined) return await writeInto(values.into, url, source, io);
  // Standard output is for a compiler: nothing but the source goes there.
  if (source === "") {
    await io.stderr.write("the runner offers nothing beyond the standard library\n");
    return;
  }
  const shown = io.stdout.isTerminal ? terminalText(source) : withoutControls(source);
  await io.stdout.write(shown.endsWith("\n") ? shown : `${shown}\n`);
}

/** First words of a file that this command wrote, and may write again. */
const mark = "# Written by `lutra-runner interface`";

/**
 * Checks that a file is not there, or was written by this command.
 *
 * @throws CommandError for a file with anything else, which would be lost
 */
async function checkReplaceable(file: string): Promise<void> {
  await checkWritable(file);
  const bytes = await readBytesIfThere(file);
  if (bytes === undefined || bytes.length === 0 || textOf(bytes, file).startsWith(mark)) return;
  throw new CommandError(`${file} has a source that this command did not write`, {
    help: "name another file, or remove this one: the interface is a module of its own",
  });
}

/** Writes the interface as a submodule, which the projects of its folder have under the name of the file. */
async function writeInto(file: string, url: string, source: string, io: Io): Promise<void> {
  const name = withoutControls(withoutPassword(url)).replaceAll("\n", " ");
  const text = `${mark}: what ${name} offers. Changes get lost.\nsubmodule\n\n${withoutControls(source)}`;
  await writeWhole(file, text.endsWith("\n") ? text : `${text}\n`);
  await io.stdout.write(`${file}\n`);
}
