import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type Codec, codecFor, type Ty, type TyDef, typeDifference } from "@lutra/bin";
import {
  isPrintedTypes,
  parsePrintedTypes,
  programCodec,
  type ProgramType,
  programTypeCodec,
} from "@lutra/bin/program";
import { type Program, programFromBytes } from "@lutra/runner-core";
import { CommandError } from "../errors/command-error.ts";
import { messageOf } from "../errors/message-of.ts";
import { readBytes, readBytesIfThere } from "../files.ts";
import { damagedProgram } from "./program-file.ts";
import { UsageError } from "../errors/usage-error.ts";

/** The types of a program, ready to read its input and show its output. */
export interface Signature {
  readonly input: TypedSide;
  readonly output: TypedSide;
  readonly defs: readonly TyDef[];
  /** Names of several parameters, which together are the input. A compiled program does not carry them. */
  readonly parameters?: readonly string[] | undefined;
}

/** One side of a program. */
export interface TypedSide {
  readonly ty: Ty;
  readonly codec: Codec<unknown>;
}

/** Names under which a signature lies beside its program: encoded, or as `lutra compile` prints it. */
const typeFileNames = ["program-type.ld", "program-type.txt"];

/**
 * Finds the signature of a program: in `typePath`, else in the program itself (SQL programs carry it), else in a file
 * beside it, else in the same program compiled to SQL beside it. Returns `undefined` if there is none.
 *
 * @throws CommandError for a file that cannot be read or is not what it should be
 */
export async function findSignature(
  program: Program,
  path: string,
  typePath: string | undefined,
): Promise<Signature | undefined> {
  const own = ownSignature(program, path);
  if (typePath !== undefined) {
    const given = decodeSignature(await readBytes(typePath), typePath);
    if (own !== undefined) refuseOther(given, own, typePath, path);
    return given;
  }
  if (own !== undefined) return own;
  for (const name of typeFileNames) {
    const beside = join(dirname(path), name);
    const bytes = await readBytesIfThere(beside);
    if (bytes !== undefined) return decodeSignature(bytes, beside);
  }
  return await siblingSignature(path);
}

/**
 * Creates the error for a program whose types are needed and not known.
 *
 * @throws CommandError if the program itself is damaged, which has to be known first
 */
export function unknownTypes(program: Program, path: string): UsageError {
  try {
    programCodec.decode(program.bytes);
  } catch (cause) {
    throw damagedProgram(path, cause);
  }
  return new UsageError(
    `the types of ${path} are not known: a bytecode program does not carry them`,
    "put program-type.ld beside it, which `lutra-runner compile` writes, or program-type.txt, which `lutra compile ... > program-type.txt` writes, " +
      "or pass either as `--type FILE`; or put the same program beside it, compiled with `--kind sql-pg` (`lutra`: `--repr sql-pg`); " +
      "no types are needed for `--format ld` with an input in .ld, or none",
  );
}

/** Refuses types that are not those that a program carries. */
function refuseOther(given: Signature, own: Signature, typePath: string, path: string): void {
  for (const side of ["input", "output"] as const) {
    const found = typeDifference(given[side].codec, own[side].ty, own.defs);
    if (found === undefined) continue;
    const place = found.path === "" ? "" : `, in ${found.path}`;
    throw new CommandError(
      `${typePath} does not fit ${path}: the ${side} of the program is ${found.expected}${place}, not ${found.actual}`,
      { help: "leave --type out: a program compiled to SQL carries its types" },
    );
  }
}

function decodeSignature(bytes: Uint8Array, path: string): Signature {
  try {
    if (isPrintedTypes(bytes))
      return signatureOf(parsePrintedTypes(new TextDecoder().decode(bytes)));
    return signatureOf(programTypeCodec.decode(bytes));
  } catch (cause) {
    throw new CommandError(`${path} is no signature of a program: ${messageOf(cause)}`, {
      help: "--type takes what `lutra compile` prints (Input, Output and Type definitions), or an encoded rr::ProgramType",
      cause,
    });
  }
}

function ownSignature(program: Program, path: string): Signature | undefined {
  if (program.kind === "bytecodeLt") return undefined;
  try {
    const decoded = programCodec.decode(program.bytes);
    if (decoded.tag === "bytecodeLt") return undefined;
    const { inputTy, outputTy, defs } = decoded.value;
    return signatureOf({ input: inputTy, output: outputTy, defs });
  } catch (cause) {
    throw damagedProgram(path, cause);
  }
}

const extension = ".rr.ld";
const representation =
  /[.\-_](?:bytecode-lt|bytecode|lt|sql-pg|sql-postgres|pg|sql-duckdb|duckdb)$/;

/** Reads the types of the same program compiled to SQL: a file beside it that is named alike but for the representation. */
async function siblingSignature(path: string): Promise<Signature | undefined> {
  const name = stem(basename(path));
  const names = await readdir(dirname(path)).catch(() => []);
  for (const each of names.toSorted((a, b) => (a < b ? -1 : 1))) {
    if (!each.endsWith(extension) || each === basename(path) || stem(each) !== name) continue;
    const sibling = join(dirname(path), each);
    const program = programOf(await readBytes(sibling));
    const found = program && siblingTypes(program, sibling, path);
    if (found !== undefined) return found;
  }
  return undefined;
}

function siblingTypes(program: Program, sibling: string, path: string): Signature | undefined {
  try {
    return ownSignature(program, sibling);
  } catch (cause) {
    throw new CommandError(messageOf(cause), {
      help: `the types of ${path} are read from it: compile both again, or pass --type FILE`,
      cause,
    });
  }
}

function stem(name: string): string {
  const whole = name.endsWith(extension) ? name.slice(0, -extension.length) : name;
  return whole.replace(representation, "");
}

function programOf(bytes: Uint8Array): Program | undefined {
  try {
    return programFromBytes(bytes);
  } catch {
    return undefined;
  }
}

/** Makes the types of a program ready for use. */
export function signatureOf(
  { input, output, defs }: ProgramType,
  parameters?: readonly string[],
): Signature {
  const side = (ty: Ty): TypedSide => ({ ty, codec: codecFor(ty, defs) });
  return { input: side(input), output: side(output), defs, parameters };
}
