import { codecFor, type Ty, type TyDef } from "@lutra/bin";
import {
  isPrintedTypes,
  parsePrintedTypes,
  programCodec,
  type ProgramType,
  programTypeCodec,
} from "@lutra/bin/program";
import { renderType } from "@lutra/bin/render";
import { type Program, programFromBytes, representationOf } from "@lutra/runner-core";
import { CodegenError } from "../codegen-error.ts";
import { messageOf } from "../message-of.ts";
import type { ArtefactGroup, InputFile } from "./artefact-groups.ts";
import { isSameType } from "./same-types.ts";

/** A program that was read, and the types that it carries. */
export interface ReadProgram {
  readonly file: InputFile;
  readonly program: Program;
  readonly types: ProgramType | undefined;
}

/**
 * Reads a compiled program.
 *
 * @throws CodegenError for bytes that are no program, or one of Lutra 0.5
 */
export function readProgram(file: InputFile): ReadProgram {
  const help = "compile it with Lutra 0.6: `lutra compile --output PROGRAM.rr.ld`";
  try {
    const program = programFromBytes(file.bytes);
    const { tag, value } = programCodec.decode(file.bytes);
    if (tag !== "bytecodeLt") {
      const { inputTy, outputTy, defs } = value;
      return { file, program, types: { input: inputTy, output: outputTy, defs } };
    }
    const old = value.externals.find(({ id }) => /^std::[^:]+$/.test(id));
    if (old === undefined) return { file, program, types: undefined };
    throw new CodegenError(`${file.path} was compiled by Lutra 0.5: it calls ${old.id}`, help);
  } catch (cause) {
    if (cause instanceof CodegenError) throw cause;
    throw new CodegenError(`${file.path} is no program: ${messageOf(cause)}`, help, { cause });
  }
}

/**
 * Finds the types of a function: in the file beside its programs, else in those of its programs that carry them.
 *
 * @throws CodegenError if they are not known, differ, or are no types of values
 */
export function findTypes(
  { path, types: file }: ArtefactGroup,
  programs: readonly ReadProgram[],
): ProgramType {
  const name = path.join("/");
  const known = [
    ...(file === undefined ? [] : [{ from: file.path, types: decodeTypes(file) }]),
    ...programs.flatMap(({ file: { path: from }, types }) =>
      types === undefined ? [] : [{ from, types }],
    ),
  ];
  const [first, ...others] = known;
  if (first === undefined) {
    throw new CodegenError(
      `the types of ${programs[0]!.file.path} are not known: a bytecode program does not carry them`,
      "put program-type.ld or program-type.txt (what `lutra compile` prints) beside it, or compile it for sql-pg too",
    );
  }
  for (const { from, types } of others) {
    for (const side of ["input", "output"] as const) {
      const [own, other] = [first.types, types].map((each) => ({
        ty: each[side],
        defs: each.defs,
      }));
      if (isSameType(own!, other!)) continue;
      const [given, found] = [own!, other!].map(({ ty }) => renderType(ty));
      const shown = given === found ? "another type under the same name" : `${found!}`;
      throw new CodegenError(
        `${name}: ${from} ${side === "input" ? "takes" : "returns"} ${shown}, ${first.from} says ${given!}`,
        "compile both again from one source",
      );
    }
  }
  checkTypes(name, first.types);
  return first.types;
}

function decodeTypes(file: InputFile): ProgramType {
  try {
    if (isPrintedTypes(file.bytes)) return parsePrintedTypes(new TextDecoder().decode(file.bytes));
    return programTypeCodec.decode(file.bytes);
  } catch (cause) {
    const isAmbiguous = cause instanceof SyntaxError && cause.message.includes("may be");
    throw new CodegenError(
      `${file.path} does not hold the types of a program: ${messageOf(cause)}`,
      isAmbiguous
        ? "rename that type, or give an encoded program-type.ld"
        : isUtf16(file.bytes)
          ? "save it as UTF-8: it is UTF-16, which `>` of PowerShell writes"
          : "it takes what `lutra compile` prints, or an encoded rr::ProgramType",
      { cause },
    );
  }
}

function isUtf16(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xfe;
}

/**
 * Checks that types have values.
 *
 * @throws CodegenError that says where the type is that has none
 */
export function checkTypes(name: string, { input, output, defs }: ProgramType): void {
  for (const [side, ty] of [
    ["input", input],
    ["output", output],
  ] as const) {
    try {
      codecFor(ty, defs);
    } catch (cause) {
      const place = [side, ...placeOf(ty, defs)].join(".");
      throw new CodegenError(
        `${name}: ${place}: ${messageOf(cause)}`,
        "a program takes and returns values only: change its function",
        { cause },
      );
    }
  }
}

/** Returns the way to the smallest part of a type that has no codec. */
function placeOf(ty: Ty, defs: readonly TyDef[]): readonly string[] {
  const { kind } = ty;
  const found =
    kind.tag === "array"
      ? { step: "[]", part: kind.value }
      : kind.tag === "tuple" || kind.tag === "enum"
        ? kind.value
            .map(({ name, ty: part }, i) => ({ step: name ?? String(i), part }))
            .find(({ part }) => !hasCodec(part, defs))
        : undefined;
  if (found === undefined || hasCodec(found.part, defs)) return [];
  return [found.step, ...placeOf(found.part, defs)];
}

function hasCodec(ty: Ty, defs: readonly TyDef[]): boolean {
  try {
    codecFor(ty, defs);
    return true;
  } catch {
    return false;
  }
}

/**
 * Checks that each representation is there once.
 *
 * @throws CodegenError that names both files
 */
export function refuseTwice(name: string, programs: readonly ReadProgram[]): void {
  for (const [i, { program, file }] of programs.entries()) {
    const twin = programs.slice(0, i).find((other) => other.program.kind === program.kind);
    if (twin === undefined) continue;
    throw new CodegenError(
      `${name} is there twice for ${representationOf(program.kind)}: ${twin.file.path} and ${file.path}`,
      "remove one of them",
    );
  }
}
