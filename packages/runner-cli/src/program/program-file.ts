import { dirname, join } from "node:path";
import { type Codec, codecFor, type Ty, type TyDef } from "@lutra/bin";
import { programCodec, programTypeCodec } from "@lutra/bin/program";
import { type Program, programFromBytes } from "@lutra/runner-core";
import { CommandError } from "../command-error.ts";
import { readBytes, readBytesIfThere } from "../files.ts";
import { UsageError } from "../usage-error.ts";

/** A program and the types that make sense of its input and output. */
export interface ProgramFile {
  readonly program: Program;
  readonly input: TypedSide;
  readonly output: TypedSide;
  readonly defs: readonly TyDef[];
}

/** One side of a program. */
export interface TypedSide {
  readonly ty: Ty;
  readonly codec: Codec<unknown>;
}

/** Name under which a signature lies beside its program. */
const typeFileName = "program-type.ld";

/**
 * Reads a program and its signature: from `typePath`, else from the program itself (SQL programs carry it), else from
 * `program-type.ld` beside the program.
 *
 * @throws CommandError for a file that cannot be read or is not what it should be
 * @throws UsageError if a bytecode program comes without a signature
 */
export async function readProgramFile(
  path: string,
  typePath: string | undefined,
): Promise<ProgramFile> {
  const program = await readProgram(path);
  const { input, output, defs } = await readSignature(program, path, typePath);
  const side = (ty: Ty): TypedSide => ({ ty, codec: codecFor(ty, defs) });
  return { program, input: side(input), output: side(output), defs };
}

async function readProgram(path: string): Promise<Program> {
  const bytes = await readBytes(path);
  try {
    return programFromBytes(bytes);
  } catch (cause) {
    throw new CommandError(`${path} is ${message(cause)}`, {
      help: "PROGRAM is what `lutra compile --output PROGRAM.rr.ld` writes",
      cause,
    });
  }
}

interface Signature {
  readonly input: Ty;
  readonly output: Ty;
  readonly defs: readonly TyDef[];
}

async function readSignature(
  program: Program,
  path: string,
  typePath: string | undefined,
): Promise<Signature> {
  if (typePath !== undefined) return decodeSignature(await readBytes(typePath), typePath);
  const own = ownSignature(program, path);
  if (own !== undefined) return own;
  const beside = join(dirname(path), typeFileName);
  const bytes = await readBytesIfThere(beside);
  if (bytes !== undefined) return decodeSignature(bytes, beside);
  throw new UsageError(
    `the types of ${path} are not known: a bytecode program does not carry them`,
    `pass --type FILE with its rr::ProgramType, or put that file beside the program as ${typeFileName}`,
  );
}

function decodeSignature(bytes: Uint8Array, path: string): Signature {
  try {
    return programTypeCodec.decode(bytes);
  } catch (cause) {
    throw new CommandError(`${path} is not an encoded rr::ProgramType: ${message(cause)}`, {
      help: "--type takes the signature that the compiler writes for the program",
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
    return { input: inputTy, output: outputTy, defs };
  } catch (cause) {
    throw new CommandError(`${path} is not a Lutra program: ${message(cause)}`, { cause });
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
