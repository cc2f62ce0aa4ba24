import { array } from "../codecs/array.ts";
import type { Codec } from "../codecs/base/codec.ts";
import { enumOf } from "../codecs/enum-of.ts";
import { text } from "../codecs/text.ts";
import { tuple } from "../codecs/tuple.ts";
import type { Ty, TyDef } from "../types/ty.ts";
import { bytecodeProgram, type BytecodeProgram } from "./bytecode.ts";
import { ty, tyDef } from "./ty-codec.ts";

/** Input and output of a program: `rr::ProgramType`. */
export interface ProgramType {
  readonly input: Ty;
  readonly output: Ty;
  /** Every named type that the two mention. */
  readonly defs: readonly TyDef[];
}

/** A program for a database: `rr::SqlProgram`. */
export interface SqlProgram {
  readonly sql: string;
  readonly inputTy: Ty;
  readonly outputTy: Ty;
  readonly defs: readonly TyDef[];
}

/** A compiled program: `rr::Program`. */
export type CompiledProgram =
  | { readonly tag: "sqlPostgres"; readonly value: SqlProgram }
  | { readonly tag: "sqlDuckDb"; readonly value: SqlProgram }
  | { readonly tag: "bytecodeLt"; readonly value: BytecodeProgram };

/** `rr::ProgramType`, for use inside other codecs. */
export const programType: Codec<ProgramType> = /* @__PURE__ */ tuple({
  input: ty,
  output: ty,
  defs: /* @__PURE__ */ array(tyDef),
});

/** `rr::SqlProgram`, for use inside other codecs. */
export const sqlProgram: Codec<SqlProgram> = /* @__PURE__ */ tuple({
  sql: text,
  inputTy: ty,
  outputTy: ty,
  defs: /* @__PURE__ */ array(tyDef),
});

/** `rr::Program`, for use inside other codecs. */
export const compiledProgram: Codec<CompiledProgram> = /* @__PURE__ */ enumOf({
  sqlPostgres: sqlProgram,
  sqlDuckDb: sqlProgram,
  bytecodeLt: bytecodeProgram,
});
