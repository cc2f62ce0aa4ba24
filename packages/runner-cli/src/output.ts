import { extname } from "node:path";
import { DecodeError } from "@lutra/bin";
import { encodeLtd } from "@lutra/bin/program";
import { renderCsv, renderJson, renderSource, renderTable } from "@lutra/bin/render";
import { ErrorCode, isRunnerError } from "@lutra/runner-core";
import { outputLimits } from "@lutra/runner-core/transport";
import { CommandError } from "./errors/command-error.ts";
import { messageOf } from "./errors/message-of.ts";
import { chooseFormat, type OutputFormat, outputFormats } from "./formats.ts";
import type { Io } from "./io.ts";
import type { Signature } from "./program/signature.ts";
import { UsageError } from "./errors/usage-error.ts";
import { terminalText } from "./terminal-text.ts";
import { checkWritable, writeWhole } from "./write-file.ts";

/** Target of an output, as the user named it. */
export interface OutputTarget {
  /** A file; standard output if undefined or `-`. */
  readonly path: string | undefined;
  readonly format: string | undefined;
}

/**
 * Returns the format of an output: the one named, else that of the file's extension, else a table for a terminal and a
 * literal for anything else.
 *
 * @throws UsageError for a format or an extension that is not known
 */
export function outputFormat(target: OutputTarget, io: Pick<Io, "stdout">): OutputFormat {
  const chosen = chooseFormat(outputFormats, "format", target.format, target.path);
  if (chosen !== undefined) return chosen;
  const { path } = target;
  if (path !== undefined && extname(path) !== "") {
    throw new UsageError(
      `the format of ${path} is not known`,
      `name it with --format: ${outputFormats.join(", ")}`,
    );
  }
  return path === undefined && io.stdout.isTerminal ? "table" : "lt";
}

/**
 * Checks a target before any work is done, so that nothing has had an effect when a wrong one is reported.
 *
 * @throws UsageError for a format that is not known
 * @throws CommandError for a file that cannot be written
 */
export async function checkTarget(target: OutputTarget, io: Pick<Io, "stdout">): Promise<void> {
  const format = outputFormat(target, io);
  if ((format === "ld" || format === "ltd") && !isFile(target.path) && io.stdout.isTerminal) {
    throw new UsageError(`${format} is bytes, which are not for a terminal`, "pass --output FILE");
  }
  if (isFile(target.path)) await checkWritable(target.path);
}

/**
 * Writes the output of a program that has run; a file is written whole or not at all.
 *
 * @param signature types of the program; not needed for the format `ld`
 * @throws CommandError that says that the program ran, whatever fails here: it may have had an effect
 */
export async function writeOutput(
  output: Uint8Array,
  target: OutputTarget,
  signature: Signature | undefined,
  io: Pick<Io, "stdout">,
): Promise<void> {
  try {
    const format = outputFormat(target, io);
    const content =
      signature === undefined
        ? output
        : format === "table" && !isFile(target.path) && io.stdout.isTerminal
          ? tableForTerminal(output, signature, io.stdout.columns)
          : render(output, format, signature);
    if (isFile(target.path)) await writeWhole(target.path, content);
    else await io.stdout.write(io.stdout.isTerminal ? shown(content) : content);
  } catch (cause) {
    throw afterRun(cause);
  }
}

/** Rows that a terminal shows at most. */
const maxTerminalRows = 20;

/** Renders a table as wide as the terminal. Of many rows it shows the first, and says how many are left out. */
function tableForTerminal(
  output: Uint8Array,
  { output: { ty, codec }, defs }: Signature,
  columns = 80,
): string {
  const value = codec.decode(output, outputLimits);
  const isLong = isRows(value) && value.length > maxTerminalRows;
  const shown = isLong ? value.slice(0, maxTerminalRows) : value;
  const table = renderTable(shown, ty, defs, { width: columns });
  if (!isLong) return table;
  const left = (value.length - maxTerminalRows).toLocaleString("en-US");
  return `${table}... ${left} more; --format csv shows all\n`;
}

function isRows(value: unknown): value is readonly unknown[] | Uint8Array {
  return Array.isArray(value) || value instanceof Uint8Array;
}

/**
 * Makes text safe for a terminal. The formats escape what their readers take as an escape; this escapes what they leave
 * as it is.
 */
function shown(content: string | Uint8Array): string | Uint8Array {
  return typeof content === "string" ? terminalText(content) : content;
}

/** Adds to an error that the program ran, and what that means. */
export function afterRun(cause: unknown): CommandError {
  const code = isRunnerError(cause) ? cause.code : codeOfBytes(cause);
  return new CommandError(`the program ran, but its output is lost: ${messageOf(cause)}`, {
    ...(code !== undefined && { code }),
    help:
      "what the program did is done, and running it again does it again; " +
      "`--format ld --output FILE` keeps the bytes as they are",
    cause,
  });
}

function codeOfBytes(cause: unknown): string | undefined {
  return cause instanceof DecodeError ? ErrorCode.DECODE_ERROR : undefined;
}

function isFile(path: string | undefined): path is string {
  return path !== undefined && path !== "-";
}

function render(
  output: Uint8Array,
  format: OutputFormat,
  { output: { ty, codec }, defs }: Signature,
): string | Uint8Array {
  const value = codec.decode(output, outputLimits);
  switch (format) {
    case "ld":
      return codec.encode(value);
    case "ltd":
      return encodeLtd(ty, defs, value);
    case "lt":
      return `const output = ${renderSource(value, ty, defs)}\n`;
    case "json":
      return `${renderJson(value, ty, defs, { indent: 2 })}\n`;
    case "csv":
      return renderCsv(value, ty, defs);
    case "table":
      // Wide enough for a timestamp, which the default width would cut.
      return renderTable(value, ty, defs, { maxColumnWidth: 26 });
  }
}
