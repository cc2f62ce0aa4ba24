/**
 * Programs, their signatures and type descriptors as values.
 *
 * @module
 */
import type { Codec } from "./codecs/base/codec.ts";
import { type BytecodeProgram, bytecodeProgram, expr, type Expr } from "./program/bytecode.ts";
import { type CompiledProgram, compiledProgram } from "./program/compiled-program.ts";
import {
  programType,
  type ProgramType,
  sqlProgram,
  type SqlProgram,
} from "./program/compiled-program.ts";
import { forPrograms } from "./program/for-programs.ts";
import { irExpr, type IrExpr, irModule, type IrModule } from "./program/ir.ts";
import { irProgram, type IrProgram } from "./program/ir.ts";
import { ty, tyDef } from "./program/ty-codec.ts";
import type { Ty, TyDef } from "./types/ty.ts";

/** `ir::Ty`: the description of a type. */
export const tyCodec: Codec<Ty> = /* @__PURE__ */ forPrograms(ty);

/** `ir::TyDef`: a named type. */
export const tyDefCodec: Codec<TyDef> = /* @__PURE__ */ forPrograms(tyDef);

/** `rr::ProgramType`: input and output of a program. */
export const programTypeCodec: Codec<ProgramType> = /* @__PURE__ */ forPrograms(programType);

/** `rr::SqlProgram`. */
export const sqlProgramCodec: Codec<SqlProgram> = /* @__PURE__ */ forPrograms(sqlProgram);

/** `rr::Program`: what compilers write and runners prepare. */
export const programCodec: Codec<CompiledProgram> = /* @__PURE__ */ forPrograms(compiledProgram);

/** `br::Program`: the bytecode inside `rr::Program`. */
export const bytecodeProgramCodec: Codec<BytecodeProgram> =
  /* @__PURE__ */ forPrograms(bytecodeProgram);

/** `br::Expr`: a node of bytecode. */
export const exprCodec: Codec<Expr> = /* @__PURE__ */ forPrograms(expr);

/** `ir::Program`: the tree between the passes of the compiler. */
export const irProgramCodec: Codec<IrProgram> = /* @__PURE__ */ forPrograms(irProgram);

/** `ir::Expr`. */
export const irExprCodec: Codec<IrExpr> = /* @__PURE__ */ forPrograms(irExpr);

/** `ir::Module`. */
export const irModuleCodec: Codec<IrModule> = /* @__PURE__ */ forPrograms(irModule);

export type {
  BytecodeProgram,
  Expr,
  ExprArray,
  ExprBinding,
  ExprCall,
  ExprDeref,
  ExprEnumVariant,
  ExprFunction,
  ExprOffset,
  ExprTuple,
  ExprTupleField,
  ExternalSymbol,
  Sid,
  SwitchBranch,
} from "./program/bytecode.ts";
export { codecsFor, type ProgramCodecs } from "./program/codecs-for.ts";
export type {
  IrDecl,
  IrExpr,
  IrExprKind,
  IrLiteral,
  IrModule,
  IrPointer,
  IrProgram,
} from "./program/ir.ts";
export { isPrintedTypes, parsePrintedTypes } from "./program/printed-types.ts";
export { decodeLtd, encodeLtd, type TypedData } from "./program/ltd.ts";
export type { CompiledProgram, ProgramType, SqlProgram } from "./program/compiled-program.ts";
