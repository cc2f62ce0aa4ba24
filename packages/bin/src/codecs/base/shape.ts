import { type EnumLayout, layoutOfEnum } from "../../types/enum-layout.ts";
import type { AnyCodec, EnumShape, Shape } from "./codec.ts";

/** Returns the codec that names stand for; stops at names for which `isEnd` holds. */
export function resolveNames(codec: AnyCodec, isEnd?: (codec: AnyCodec) => boolean): AnyCodec {
  // Refuses names that only lead to each other, which would have no end here.
  void codec.headBytes;
  let resolved = codec;
  while (resolved.shape.kind === "definition" && !isEnd?.(resolved))
    resolved = resolved.shape.target();
  return resolved;
}

/** Returns the structure of a type, with names resolved, also of generated code that says it. */
export function structureOf(codec: AnyCodec): Shape {
  const { shape } = resolveNames(codec);
  return (shape.kind === "compiled" ? shape.structure() : undefined) ?? shape;
}

/** Returns `true` if the only value is `undefined`: the empty tuple, also under a name. */
export function isUnit(codec: AnyCodec): boolean {
  const { shape } = resolveNames(codec);
  if (shape.kind === "compiled") return shape.form === "unit";
  return shape.kind === "tuple" && shape.fields.length === 0;
}

/** Returns the layout of a codec's enum. */
export function enumLayout(shape: EnumShape): EnumLayout {
  const { variants } = shape;
  return layoutOfEnum(variants.length, shape.forced(), (i) => variants[i]!.codec.headBytes);
}
