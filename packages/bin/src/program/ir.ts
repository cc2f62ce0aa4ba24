import { array } from "../codecs/array.ts";
import type { Codec } from "../codecs/base/codec.ts";
import { uint64 } from "../codecs/big-int.ts";
import { bool } from "../codecs/bool.ts";
import { enumOf } from "../codecs/enum-of.ts";
import { recursive } from "../codecs/recursive.ts";
import { uint16, uint32, uint8 } from "../codecs/small-int.ts";
import { text } from "../codecs/text.ts";
import { tuple } from "../codecs/tuple.ts";
import type { Ty, TyDef } from "../types/ty.ts";
import { ty, tyDef } from "./ty-codec.ts";

/** A program between the passes of the compiler: `ir::Program`. Runners never see it. */
export interface IrProgram {
  readonly main: IrExpr;
  readonly defs: readonly TyDef[];
}

/** An expression with its type: `ir::Expr`. */
export interface IrExpr {
  readonly kind: IrExprKind;
  readonly ty: Ty;
}

/** `ir::ExprKind`. */
export type IrExprKind =
  | { readonly tag: "pointer"; readonly value: IrPointer }
  | { readonly tag: "literal"; readonly value: IrLiteral }
  | {
      readonly tag: "call";
      readonly value: { readonly function: IrExpr; readonly args: readonly IrExpr[] };
    }
  | { readonly tag: "function"; readonly value: { readonly id: number; readonly body: IrExpr } }
  | {
      readonly tag: "tuple";
      readonly value: readonly { readonly expr: IrExpr; readonly unpack: boolean }[];
    }
  | { readonly tag: "array"; readonly value: readonly IrExpr[] }
  | {
      readonly tag: "enumVariant";
      readonly value: { readonly tag: bigint; readonly inner: IrExpr };
    }
  | { readonly tag: "enumTag"; readonly value: { readonly subject: IrExpr } }
  | {
      readonly tag: "enumUnwrap";
      readonly value: { readonly subject: IrExpr; readonly tag: bigint };
    }
  | {
      readonly tag: "tupleLookup";
      readonly value: { readonly base: IrExpr; readonly position: number };
    }
  | {
      readonly tag: "binding";
      readonly value: { readonly id: number; readonly expr: IrExpr; readonly main: IrExpr };
    }
  | {
      readonly tag: "switch";
      readonly value: readonly { readonly condition: IrExpr; readonly value: IrExpr }[];
    };

/** `ir::Pointer`. */
export type IrPointer =
  | { readonly tag: "external"; readonly value: { readonly id: string } }
  | { readonly tag: "binding"; readonly value: number }
  | {
      readonly tag: "parameter";
      readonly value: { readonly functionId: number; readonly paramPosition: number };
    };

/** `ir::Literal`. */
export type IrLiteral =
  | { readonly tag: "prim8"; readonly value: number }
  | { readonly tag: "prim16"; readonly value: number }
  | { readonly tag: "prim32"; readonly value: number }
  | { readonly tag: "prim64"; readonly value: bigint }
  | { readonly tag: "text"; readonly value: string };

/** Declarations of a module: `ir::Module`. */
export interface IrModule {
  readonly decls: readonly { readonly name: string; readonly decl: IrDecl }[];
}

/** `ir::Decl`. */
export type IrDecl =
  | { readonly tag: "mod"; readonly value: IrModule }
  | { readonly tag: "ty"; readonly value: Ty }
  | { readonly tag: "var"; readonly value: Ty };

const pointer: Codec<IrPointer> = /* @__PURE__ */ enumOf({
  external: /* @__PURE__ */ tuple({ id: text }),
  binding: uint32,
  parameter: /* @__PURE__ */ tuple({ functionId: uint32, paramPosition: uint8 }),
});

const literal: Codec<IrLiteral> = /* @__PURE__ */ enumOf({
  prim8: uint8,
  prim16: uint16,
  prim32: uint32,
  prim64: uint64,
  text,
});

/** `ir::Expr`, for use inside other codecs. */
export const irExpr: Codec<IrExpr> = /* @__PURE__ */ recursive(() => tuple({ kind: irKind, ty }));

const irKind: Codec<IrExprKind> = /* @__PURE__ */ recursive(() =>
  enumOf({
    pointer,
    literal,
    call: tuple({ function: irExpr, args: array(irExpr) }),
    function: tuple({ id: uint32, body: irExpr }),
    tuple: array(tuple({ expr: irExpr, unpack: bool })),
    array: array(irExpr),
    enumVariant: tuple({ tag: uint64, inner: irExpr }),
    enumTag: tuple({ subject: irExpr }),
    enumUnwrap: tuple({ subject: irExpr, tag: uint64 }),
    tupleLookup: tuple({ base: irExpr, position: uint16 }),
    binding: tuple({ id: uint32, expr: irExpr, main: irExpr }),
    switch: array(tuple({ condition: irExpr, value: irExpr })),
  }),
);

/** `ir::Program`, for use inside other codecs. */
export const irProgram: Codec<IrProgram> = /* @__PURE__ */ tuple({
  main: irExpr,
  defs: /* @__PURE__ */ array(tyDef),
});

/** `ir::Module`, for use inside other codecs. */
export const irModule: Codec<IrModule> = /* @__PURE__ */ recursive(() =>
  tuple({ decls: array(tuple({ name: text, decl: irDecl })) }),
);

const irDecl: Codec<IrDecl> = /* @__PURE__ */ recursive(() =>
  enumOf({ mod: irModule, ty, var: ty }),
);
