import { type Codec, type Ty, type TyDef, type AnyCodec, typeDifference } from "@lutra/bin";
import { programCodec, type ProgramType, programTypeCodec } from "@lutra/bin/program";
import { type Program, type TypedProgram, typedProgram } from "./program.ts";

/**
 * Joins a program with the codecs of its input and output, after comparing these with the program's types. A program for a
 * database carries its types; those of a bytecode program are beside it. The codecs may be those of a generated module.
 *
 * @param programType types of the program, or the content of a `program-type.ld` file
 * @throws TypeError that names the first difference by its place, such as `[].units`; and if the types are not known
 * @throws DecodeError for a program or a `program-type.ld` that does not decode
 *
 * @example
 * ```ts
 * const typed = checkedProgram(program, bytes, text, signature);
 * ```
 */
export function checkedProgram<I, O, IIn, OIn>(
  program: Program,
  input: Codec<I, IIn>,
  output: Codec<O, OIn>,
  programType?: ProgramType | Uint8Array,
): TypedProgram<IIn, O> {
  const known = [carriedTypes(program), givenTypes(programType)].filter(
    (types) => types !== undefined,
  );
  if (known.length === 0) {
    throw new TypeError(
      "the types of a bytecode program are not known, as it does not carry them: pass the content of the " +
        "program-type.ld beside it",
    );
  }
  for (const { input: inputTy, output: outputTy, defs } of known) {
    check("input", input, inputTy, defs);
    check("output", output, outputTy, defs);
  }
  return typedProgram(program, input, output);
}

function check(what: string, codec: AnyCodec, ty: Ty, defs: readonly TyDef[]): void {
  const difference = typeDifference(codec, ty, defs);
  if (difference === undefined) return;
  const { path, expected, actual } = difference;
  throw new TypeError(
    `the codec of the ${what} does not fit the program: ${path === "" ? "" : `in ${path}, `}the program has ` +
      `${expected}, the codec ${actual}`,
  );
}

function carriedTypes({ kind, bytes }: Program): ProgramType | undefined {
  if (kind === "bytecodeLt") return undefined;
  const { tag, value } = programCodec.decode(bytes);
  if (tag === "bytecodeLt") return undefined;
  return { input: value.inputTy, output: value.outputTy, defs: value.defs };
}

function givenTypes(types: ProgramType | Uint8Array | undefined): ProgramType | undefined {
  return types instanceof Uint8Array ? programTypeCodec.decode(types) : types;
}
