import { array } from "../codecs/array.ts";
import type { Codec } from "../codecs/base/codec.ts";
import { bool } from "../codecs/bool.ts";
import { bytes } from "../codecs/bytes.ts";
import { enumOf } from "../codecs/enum-of.ts";
import { recursive } from "../codecs/recursive.ts";
import { uint32, uint8 } from "../codecs/small-int.ts";
import { text } from "../codecs/text.ts";
import { tuple } from "../codecs/tuple.ts";
import type { TyDef, TyLayout } from "../types/ty.ts";
import { tyDef, tyLayout } from "./ty-codec.ts";

/**
 * Names an external, a binding or a parameter: the kind in bits 31 and 30 (0, 1 and 2), the index below.
 *
 * @see docs/spec/programs.md, "Symbols"
 */
export type Sid = number;

/** A program for the interpreter: `br::Program`. */
export interface BytecodeProgram {
  readonly externals: readonly ExternalSymbol[];
  /** Evaluates to the function that takes the input. */
  readonly main: Expr;
  /** Types that file functions need; mostly empty. */
  readonly defs: readonly TyDef[];
}

/** A native function that a program calls: `br::ExternalSymbol`. */
export interface ExternalSymbol {
  /** Module and function: `std::ops::add_int64`. */
  readonly id: string;
  readonly layoutArgs: readonly number[];
}

/**
 * A node of bytecode: `br::Expr`.
 *
 * @see docs/spec/programs.md, "Bytecode"
 */
export type Expr =
  | { readonly tag: "pointer"; readonly value: Sid }
  | { readonly tag: "literal"; readonly value: Uint8Array }
  | { readonly tag: "call"; readonly value: ExprCall }
  | { readonly tag: "function"; readonly value: ExprFunction }
  | { readonly tag: "tuple"; readonly value: ExprTuple }
  | { readonly tag: "array"; readonly value: ExprArray }
  | { readonly tag: "enumVariant"; readonly value: ExprEnumVariant }
  | { readonly tag: "offset"; readonly value: ExprOffset }
  | { readonly tag: "deref"; readonly value: ExprDeref }
  | { readonly tag: "binding"; readonly value: ExprBinding }
  | { readonly tag: "switch"; readonly value: readonly SwitchBranch[] };

/** Applies a function to arguments. */
export interface ExprCall {
  readonly function: Expr;
  readonly args: readonly Expr[];
}

/** A function; `symbolNs` is the `Sid` of its first parameter. */
export interface ExprFunction {
  readonly symbolNs: Sid;
  readonly body: Expr;
}

/** Builds a tuple; one layout per resulting field. */
export interface ExprTuple {
  readonly fields: readonly ExprTupleField[];
  readonly fieldLayouts: readonly TyLayout[];
}

/** A field of a tuple; `unpack` counts the fields that a tuple in its place contributes, zero for one plain field. */
export interface ExprTupleField {
  readonly expr: Expr;
  readonly unpack: number;
}

/** Builds an array. */
export interface ExprArray {
  readonly itemLayout: TyLayout;
  readonly items: readonly Expr[];
}

/** Builds a variant of an enum. */
export interface ExprEnumVariant {
  /** The tag as it is written. */
  readonly tag: Uint8Array;
  readonly innerBytes: number;
  readonly hasPtr: boolean;
  readonly paddingBytes: number;
  readonly inner: Expr;
}

/** The value that starts `offset` bytes later. */
export interface ExprOffset {
  readonly base: Expr;
  readonly offset: number;
}

/** The value that a pointer leads to. */
export interface ExprDeref {
  readonly ptr: Expr;
}

/** Evaluates `expr`, binds it, and evaluates `main`. */
export interface ExprBinding {
  readonly symbol: Sid;
  readonly expr: Expr;
  readonly main: Expr;
}

/** A branch; the condition of the last one is not evaluated. */
export interface SwitchBranch {
  readonly condition: Expr;
  readonly value: Expr;
}

/** `br::Expr`, for use inside other codecs. */
export const expr: Codec<Expr> = /* @__PURE__ */ recursive(() =>
  enumOf({
    pointer: uint32,
    literal: bytes,
    call: tuple({ function: expr, args: array(expr) }),
    function: tuple({ symbolNs: uint32, body: expr }),
    tuple: tuple({
      fields: array(tuple({ expr, unpack: uint8 })),
      fieldLayouts: array(tyLayout),
    }),
    array: tuple({ itemLayout: tyLayout, items: array(expr) }),
    enumVariant: tuple({
      tag: bytes,
      innerBytes: uint8,
      hasPtr: bool,
      paddingBytes: uint8,
      inner: expr,
    }),
    offset: tuple({ base: expr, offset: uint32 }),
    deref: tuple({ ptr: expr }),
    binding: tuple({ symbol: uint32, expr, main: expr }),
    switch: array(tuple({ condition: expr, value: expr })),
  }),
);

/** `br::Program`, for use inside other codecs. */
export const bytecodeProgram: Codec<BytecodeProgram> = /* @__PURE__ */ tuple({
  externals: /* @__PURE__ */ array(
    /* @__PURE__ */ tuple({ id: text, layoutArgs: /* @__PURE__ */ array(uint32) }),
  ),
  main: expr,
  defs: /* @__PURE__ */ array(tyDef),
});
