import { parseCsv, parseJson, ParseError, parseSource } from "@lutra/bin/parse";
import type { Ty } from "@lutra/bin";
import { decodeLtd } from "@lutra/bin/program";
import { CommandError } from "./errors/command-error.ts";
import { messageOf } from "./errors/message-of.ts";
import { readAll, readBytes, textOf } from "./files.ts";
import { chooseFormat, type InputFormat, inputFormats } from "./formats.ts";
import type { Io } from "./io.ts";
import type { Signature } from "./program/signature.ts";
import { withNames } from "./program/parameters.ts";
import { typeText } from "./program/type-text.ts";
import { UsageError } from "./errors/usage-error.ts";

/** Source of an input, as the user named it. */
export interface InputSource {
  /** A file, or `-` for standard input. */
  readonly path: string | undefined;
  readonly format: string | undefined;
}

/**
 * Returns the format of an input; `undefined` if there is no input.
 *
 * @throws UsageError for a format that is not known
 */
export function inputFormat({ path, format: named }: InputSource): InputFormat | undefined {
  const format = chooseFormat(inputFormats, "input-format", named, path);
  if (path === undefined || format !== undefined) return format;
  throw new UsageError(
    `the format of ${nameOf(path)} is not known`,
    `name it with --input-format: ${inputFormats.join(", ")}`,
  );
}

/** Advice on an input that is no text. */
const encodedHelp = "if it holds encoded values, name it .ld or .ltd, or pass --input-format";

/** Reads an input that is in the binary format already. Nothing checks it before the program does. */
export async function readEncoded(
  { path }: InputSource,
  io: Pick<Io, "stdin">,
): Promise<Uint8Array> {
  if (path === undefined) return new Uint8Array();
  return path === "-" ? await readAll(io.stdin) : await readBytes(path);
}

/**
 * Reads the input of a program as a value of its type, and encodes it.
 *
 * @throws UsageError if an input is needed and none was named, or its format is not known
 * @throws CommandError for a file that cannot be read or is no value of the type
 */
export async function readInput(
  program: string,
  source: InputSource,
  signature: Signature,
  io: Pick<Io, "stdin">,
): Promise<Uint8Array> {
  const { path } = source;
  const { codec } = signature.input;
  const ty = namedInput(signature);
  const format = inputFormat(source);
  if (path === undefined || format === undefined) {
    if (codec.headBytes === 0) return new Uint8Array();
    throw new UsageError(
      `the program takes an input of type ${typeText(ty, signature.defs)}`,
      "pass --input FILE (.ld, .ltd, .lt, .json or .csv), or --input - for standard input; " +
        `\`lutra-runner describe ${program} --example-input json > input.json\` makes one to edit`,
    );
  }
  const name = nameOf(path);
  const bytes = await readEncoded(source, io);
  try {
    return codec.encode(decodeInput(bytes, format, signature, name));
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw new CommandError(`${name}: ${messageOf(cause)}`, {
      help:
        cause instanceof ParseError
          ? `it is read as ${format} of type ${typeText(ty, signature.defs)}`
          : "input, program and --type must belong together",
      cause,
    });
  }
}

function nameOf(path: string): string {
  return path === "-" ? "standard input" : path;
}

/** Returns the type of the input, with the names of the parameters if they are known. */
function namedInput({ input: { ty }, parameters }: Signature): Ty {
  return parameters === undefined ? ty : withNames(ty, parameters);
}

function decodeInput(
  bytes: Uint8Array,
  format: InputFormat,
  signature: Signature,
  name: string,
): unknown {
  const {
    input: { ty, codec },
    defs,
  } = signature;
  switch (format) {
    case "ld":
      return codec.decode(bytes);
    case "ltd":
      return codec.decode(decodeLtd(bytes).data);
    case "lt":
      return parseSource(textOf(bytes, name, encodedHelp), ty, defs);
    case "json":
      return inputFromJson(textOf(bytes, name, encodedHelp), signature);
    case "csv":
      return parseCsv(textOf(bytes, name, encodedHelp), ty, defs);
  }
}

/** Reads several parameters from an object with their names, or from an array in their order. */
function inputFromJson(text: string, signature: Signature): unknown {
  const { input, defs, parameters } = signature;
  if (parameters === undefined || !text.trimStart().startsWith("{"))
    return parseJson(text, input.ty, defs);
  const values = parseJson(text, namedInput(signature), defs) as Readonly<Record<string, unknown>>;
  return parameters.map((name) => values[name]);
}
