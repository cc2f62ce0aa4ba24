import { isParseArgsError } from "./arguments.ts";
import { check } from "./commands/check.ts";
import { compile } from "./commands/compile.ts";
import { conformance } from "./commands/conformance.ts";
import { describe } from "./commands/describe.ts";
import { explain } from "./commands/explain.ts";
import { format } from "./commands/format.ts";
import { inspect } from "./commands/inspect.ts";
import { printInterface } from "./commands/interface.ts";
import { newProject } from "./commands/new.ts";
import { run } from "./commands/run.ts";
import { serve } from "./commands/serve.ts";
import { commandText, helpOf, overviewText } from "./help/render.ts";
import { unknownOptionHelp, usageHelp } from "./help/usage-help.ts";
import { Interrupted } from "./errors/interrupted.ts";
import { ReaderGone } from "./errors/reader-gone.ts";
import type { Io } from "./io.ts";
import { reportError } from "./report-error.ts";
import { redacted, secretsOf } from "./secrets.ts";
import { UsageError } from "./errors/usage-error.ts";
import { version } from "./version.ts";

/** Every subcommand by name. */
const commands: Readonly<Record<string, (args: readonly string[], io: Io) => Promise<void>>> = {
  run,
  new: newProject,
  check,
  compile,
  format,
  describe,
  explain,
  serve,
  interface: printInterface,
  inspect,
  conformance,
};

/**
 * Runs the command line and returns its exit code: 0 done, 1 failed, 2 called wrongly, 130 interrupted, 143 asked to end.
 *
 * Nothing is thrown; errors are written to `io.stderr`.
 *
 * @param args the arguments after the command's name
 */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    await io.stderr.write(overviewText());
    return 2;
  }
  try {
    if (name === "help" || isHelp(name)) {
      await io.stdout.write(helpText(rest[0]));
    } else if (name === "--version" || name === "-V") {
      await io.stdout.write(`${version()}\n`);
    } else {
      const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
      if (command === undefined) throw new UsageError(`unknown command: ${name}`);
      if (rest.some(isHelp)) await io.stdout.write(helpText(name));
      else {
        refuseEmpty(rest);
        await command(rest, io);
      }
    }
    return 0;
  } catch (error) {
    if (error instanceof ReaderGone) return 0;
    const { reason } = io.interrupted as { reason: unknown };
    if (reason instanceof Interrupted) return reason.exitCode;
    const { text, exitCode } = reportError(withUsage(error, name));
    await io.stderr.write(redacted(text, secretsOf(rest, io.env)));
    return exitCode;
  }
}

/** Refuses empty arguments. No command has a use for one; a shell passes one for a quoted variable without a value. */
function refuseEmpty(args: readonly string[]): void {
  const at = args.findIndex((arg) => /^(?:--[\w-]+=)?$/.test(arg));
  if (at < 0) return;
  throw new UsageError(
    args[at] === "" ? `argument ${at + 1} is empty` : `${args[at]} has no value`,
    "a shell passes this for a variable that is not set",
  );
}

function isHelp(arg: string): boolean {
  return arg === "--help" || arg === "-h";
}

/** Returns the help of a command, or the overview. */
function helpText(name: string | undefined): string {
  if (name === undefined || isHelp(name)) return overviewText();
  const help = helpOf(name);
  if (help === undefined) throw new UsageError(`unknown command: ${name}`, usageHelp(name));
  return commandText(help);
}

/** Adds to an error of the command line how the command is called. */
function withUsage(error: unknown, command: string): unknown {
  if (isParseArgsError(error)) {
    // What Node adds to its first sentence is about arguments that no command takes.
    const [what = ""] = error.message.split(/\.\s/);
    const [, unknown] = /^Unknown option '([^']+)'/.exec(what) ?? [];
    if (unknown !== undefined) return new UsageError(what, unknownOptionHelp(command, unknown));
    // It takes what follows for another option; a value that begins with a dash is written with `=`.
    const [, bare] =
      /^Option '([^']+)' argument is ambiguous/.exec(what) ??
      /^Option '(?:-., )?(--\S+) <value>' argument missing/.exec(what) ??
      [];
    return new UsageError(
      bare === undefined ? what : `${bare} lacks its value`,
      usageHelp(command),
    );
  }
  return error instanceof UsageError && error.help === undefined
    ? new UsageError(error.message, usageHelp(command))
    : error;
}
