import { basename, dirname } from "node:path";
import { parseArgs } from "node:util";
import type { Compiler } from "@lutra/compiler";
import { CommandError } from "../errors/command-error.ts";
import { SourceErrors } from "../errors/source-errors.ts";
import { UsageError } from "../errors/usage-error.ts";
import { readAll, textOf } from "../files.ts";
import { formatOptions } from "../help/options.ts";
import type { Io } from "../io.ts";
import { withCompiler } from "../sources/compiler.ts";
import { showingFaults } from "../sources/faults.ts";
import { readSourceFiles, type SourceProject } from "../sources/project.ts";
import { terminalText } from "../terminal-text.ts";
import { writeWhole } from "../write-file.ts";

/** Runs `lutra-runner format`: writes sources in their standard form. */
export async function format(args: readonly string[], io: Io): Promise<void> {
  const { values, positionals: paths } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: formatOptions,
  });
  const { check = false } = values;
  if (paths.length === 0) throw new UsageError("format needs a SOURCE, or - for standard input");
  if (paths.includes("-") && paths.length > 1) {
    throw new UsageError("- is standard input, and goes with no other SOURCE");
  }
  await withCompiler(io, async (compiler) => {
    if (paths[0] === "-") await formatStream(compiler, check, io);
    else await formatFiles(compiler, paths, check, io);
  });
}

async function formatStream(compiler: Compiler, check: boolean, io: Io): Promise<void> {
  const name = "standard input";
  const text = textOf(await readAll(io.stdin), name);
  const formatted = await formattedOf(compiler, name, text, io);
  if (!check) await io.stdout.write(io.stdout.isTerminal ? terminalText(formatted) : formatted);
  else if (formatted !== text) throw notFormatted([name]);
}

async function formatFiles(
  compiler: Compiler,
  paths: readonly string[],
  check: boolean,
  io: Io,
): Promise<void> {
  const changed: string[] = [];
  const refused: string[] = [];
  for (const [file, text] of await readSourceFiles(paths)) {
    try {
      const formatted = await formattedOf(compiler, file, text, io);
      if (formatted === text) continue;
      if (!check) await writeWhole(file, formatted);
      changed.push(file);
      await io.stdout.write(`${check ? "not formatted" : "formatted"}: ${file}\n`);
    } catch (error) {
      if (!(error instanceof SourceErrors)) throw error;
      refused.push(error.text);
    }
  }
  if (changed.length + refused.length === 0) await io.stdout.write("everything is formatted\n");
  if (refused.length > 0) throw new SourceErrors(refused.join("\n"));
  if (check && changed.length > 0) throw notFormatted(changed);
}

async function formattedOf(
  compiler: Compiler,
  file: string,
  text: string,
  io: Io,
): Promise<string> {
  const project: SourceProject = { folder: dirname(file), sources: { [basename(file)]: text } };
  return await showingFaults(project, io, () => compiler.format(text, basename(file)));
}

function notFormatted(files: readonly string[]): CommandError {
  const what = files.length === 1 ? `${files[0]} is` : `${files.length} sources are`;
  return new CommandError(`${what} not formatted`, {
    help: "`lutra-runner format` without --check formats",
  });
}
