import { array } from "../codecs/array.ts";
import type { Codec } from "../codecs/base/codec.ts";
import { enumOf } from "../codecs/enum-of.ts";
import { option } from "../codecs/option.ts";
import { recursive } from "../codecs/recursive.ts";
import { uint16, uint32 } from "../codecs/small-int.ts";
import { text } from "../codecs/text.ts";
import { tuple, unit } from "../codecs/tuple.ts";
import type { Path, Ty, TyDef, TyKind, TyLayout, TyPrimitive } from "../types/ty.ts";

const path: Codec<Path> = /* @__PURE__ */ array(text);

const primitive: Codec<TyPrimitive> = /* @__PURE__ */ enumOf({
  prim8: unit,
  prim16: unit,
  prim32: unit,
  prim64: unit,
});

/** `ir::TyLayout`. */
export const tyLayout: Codec<TyLayout> = /* @__PURE__ */ tuple({
  headSize: uint32,
  bodyPtrs: /* @__PURE__ */ array(uint32),
});

/** `ir::Ty`, for use inside other codecs. */
export const ty: Codec<Ty> = /* @__PURE__ */ recursive(() =>
  tuple({
    kind,
    layout: option(tyLayout),
    name: option(text),
    variantsRecursive: array(uint16),
  }),
);

const kind: Codec<TyKind> = /* @__PURE__ */ recursive(() =>
  enumOf({
    primitive,
    tuple: array(tuple({ name: option(text), ty })),
    array: ty,
    enum: array(tuple({ name: text, ty })),
    function: tuple({ params: array(ty), body: ty }),
    ident: path,
  }),
);

/** `ir::TyDef`, for use inside other codecs. */
export const tyDef: Codec<TyDef> = /* @__PURE__ */ tuple({ name: path, ty });
