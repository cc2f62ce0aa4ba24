import { isParseArgsError } from "./arguments.ts";
import { conformance } from "./commands/conformance.ts";
import { inspect } from "./commands/inspect.ts";
import { printInterface } from "./commands/interface.ts";
import { run } from "./commands/run.ts";
import { serve } from "./commands/serve.ts";
import { helpText, usageHelp } from "./help.ts";
import { Interrupted } from "./interrupted.ts";
import type { Io } from "./io.ts";
import { reportError } from "./report-error.ts";
import { UsageError } from "./usage-error.ts";
import { version } from "./version.ts";

/** Every subcommand by name. */
const commands: Readonly<Record<string, (args: readonly string[], io: Io) => Promise<void>>> = {
  run,
  serve,
  interface: printInterface,
  inspect,
  conformance,
};

/**
 * Runs the command line and answers with its exit code: 0 done, 1 failed, 2 called wrongly, 130 interrupted, 143 asked to end.
 *
 * Nothing is thrown; errors are written to `io.stderr`.
 *
 * @param args the arguments behind the command's name
 */
export async function main(args: readonly string[], io: Io): Promise<number> {
  try {
    const [name, ...rest] = args;
    if (name === undefined) throw new UsageError("a command is missing");
    if (args.includes("--help") || args.includes("-h") || name === "help") {
      await io.stdout.write(helpText());
    } else if (name === "--version" || name === "-V") {
      await io.stdout.write(`${version()}\n`);
    } else {
      const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
      if (command === undefined) throw new UsageError(`unknown command: ${name}`);
      await command(rest, io);
    }
    return 0;
  } catch (error) {
    const { reason } = io.interrupted as { reason: unknown };
    if (reason instanceof Interrupted) return reason.exitCode;
    const { text, exitCode } = reportError(withUsage(error, args[0]));
    await io.stderr.write(text);
    return exitCode;
  }
}

/** An error of the command line says at least how the command is called. */
function withUsage(error: unknown, command: string | undefined): unknown {
  // What Node adds to its first sentence is about arguments that no command takes.
  if (isParseArgsError(error)) {
    const [what = ""] = error.message.split(". ", 1);
    return new UsageError(what, usageHelp(command));
  }
  return error instanceof UsageError && error.help === undefined
    ? new UsageError(error.message, usageHelp(command))
    : error;
}
