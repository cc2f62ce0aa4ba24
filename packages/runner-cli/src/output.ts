import { extname } from "node:path";
import type { TyDef } from "@lutra/bin";
import { encodeLtd } from "@lutra/bin/program";
import { renderCsv, renderJson, renderSource, renderTable } from "@lutra/bin/render";
import { chooseFormat, type OutputFormat, outputFormats } from "./formats.ts";
import type { Io } from "./io.ts";
import type { TypedSide } from "./program/program-file.ts";
import { UsageError } from "./usage-error.ts";
import { checkWritable, writeWhole } from "./write-file.ts";

/** Where an output goes, as the user said it. */
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
  outputFormat(target, io);
  if (isFile(target.path)) await checkWritable(target.path);
}

/** Writes a value; a file is written whole or not at all. */
export async function writeOutput(
  value: unknown,
  target: OutputTarget,
  side: TypedSide,
  defs: readonly TyDef[],
  io: Pick<Io, "stdout">,
): Promise<void> {
  const content = renderOutput(value, outputFormat(target, io), side, defs);
  if (isFile(target.path)) await writeWhole(target.path, content);
  else await io.stdout.write(content);
}

function isFile(path: string | undefined): path is string {
  return path !== undefined && path !== "-";
}

function renderOutput(
  value: unknown,
  format: OutputFormat,
  { ty, codec }: TypedSide,
  defs: readonly TyDef[],
): string | Uint8Array {
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
