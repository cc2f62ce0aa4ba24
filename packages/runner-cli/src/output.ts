import type { TyDef } from "@lutra/bin";
import { encodeLtd } from "@lutra/bin/program";
import { renderCsv, renderJson, renderSource, renderTable } from "@lutra/bin/render";
import { writeWhole } from "./files.ts";
import { chooseFormat, type OutputFormat, outputFormats } from "./formats.ts";
import type { Io } from "./io.ts";
import type { TypedSide } from "./program-file.ts";

/** Where an output goes, as the user said it. */
export interface OutputTarget {
  /** A file; standard output if undefined or `-`. */
  readonly path: string | undefined;
  readonly format: string | undefined;
}

/** The format of an output: the one named, else that of the file, else a table for people and a literal for pipes. */
export function outputFormat(target: OutputTarget, io: Pick<Io, "stdout">): OutputFormat {
  const chosen = chooseFormat(outputFormats, "format", target.format, target.path);
  if (chosen !== undefined) return chosen;
  return target.path === undefined && io.stdout.isTerminal ? "table" : "lt";
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
  if (target.path === undefined || target.path === "-") await io.stdout.write(content);
  else await writeWhole(target.path, content);
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
