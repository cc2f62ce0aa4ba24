import type { TyDef } from "@lutra/bin";
import { parseCsv, parseJson, ParseError, parseSource } from "@lutra/bin/parse";
import { decodeLtd } from "@lutra/bin/program";
import { renderType } from "@lutra/bin/render";
import { CommandError } from "./command-error.ts";
import { readAll, readBytes, textOf } from "./files.ts";
import { chooseFormat, type InputFormat, inputFormats } from "./formats.ts";
import type { Io } from "./io.ts";
import type { TypedSide } from "./program/program-file.ts";
import { UsageError } from "./usage-error.ts";

/** Where an input comes from, as the user said it. */
export interface InputSource {
  /** A file, or `-` for standard input. */
  readonly path: string | undefined;
  readonly format: string | undefined;
}

/**
 * Reads the input of a program as a value of its type.
 *
 * @throws UsageError if an input is needed and none was named, or its format is not known
 * @throws CommandError for a file that cannot be read or is no value of the type
 */
export async function readInput(
  source: InputSource,
  side: TypedSide,
  defs: readonly TyDef[],
  io: Pick<Io, "stdin">,
): Promise<unknown> {
  const { path } = source;
  if (path === undefined) {
    if (side.codec.headBytes === 0) return side.codec.decode(new Uint8Array());
    throw new UsageError(
      `the program takes an input of type ${renderType(side.ty)}`,
      "pass --input FILE (.ld, .ltd, .lt, .json or .csv), or --input - for standard input",
    );
  }
  const name = path === "-" ? "standard input" : path;
  const format = chooseFormat(inputFormats, "input-format", source.format, path);
  if (format === undefined) {
    throw new UsageError(
      `the format of ${name} is not known`,
      `name it with --input-format: ${inputFormats.join(", ")}`,
    );
  }
  const bytes = path === "-" ? await readAll(io.stdin) : await readBytes(path);
  try {
    return decodeInput(bytes, format, side, defs, name);
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw new CommandError(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      help:
        cause instanceof ParseError
          ? `it is read as ${format} of type ${renderType(side.ty)}`
          : "input, program and --type must belong together",
      cause,
    });
  }
}

function decodeInput(
  bytes: Uint8Array,
  format: InputFormat,
  side: TypedSide,
  defs: readonly TyDef[],
  name: string,
): unknown {
  switch (format) {
    case "ld":
      return side.codec.decode(bytes);
    case "ltd":
      return side.codec.decode(decodeLtd(bytes).data);
    case "lt":
      return parseSource(textOf(bytes, name), side.ty, defs);
    case "json":
      return parseJson(textOf(bytes, name), side.ty, defs);
    case "csv":
      return parseCsv(textOf(bytes, name), side.ty, defs);
  }
}
