import { parseArgs } from "node:util";
import { connectOptions } from "../connect-options.ts";
import { interfaceOptions } from "../help/texts.ts";
import type { Io } from "../io.ts";
import { connectRunner, withoutPassword } from "../runner-url.ts";
import { withSpinner } from "../spinner.ts";
import { UsageError } from "../errors/usage-error.ts";
import { terminalText, withoutControls } from "../terminal-text.ts";

/** `lutra-runner interface`: prints what a runner offers to programs, as Lutra source. */
export async function printInterface(args: readonly string[], io: Io): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: interfaceOptions,
  });
  if (values.runner === undefined) throw new UsageError("interface needs --runner URL");
  const { runner: url } = values;
  const options = connectOptions(values, io);
  const source = await withSpinner(io.stderr, `asking ${withoutPassword(url)}`, async () => {
    const runner = await connectRunner(url, options, "describe");
    try {
      return await runner.getInterface();
    } finally {
      await runner.shutdown();
    }
  });
  // Standard output is for a compiler: nothing but the source goes there.
  if (source === "") {
    await io.stderr.write("the runner offers nothing beyond the standard library\n");
    return;
  }
  const shown = io.stdout.isTerminal ? terminalText(source) : withoutControls(source);
  await io.stdout.write(shown.endsWith("\n") ? shown : `${shown}\n`);
}
