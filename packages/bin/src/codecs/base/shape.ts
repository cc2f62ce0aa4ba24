import { type EnumLayout, layoutOfEnum } from "../../types/enum-layout.ts";
import type { AnyCodec, EnumShape } from "./codec.ts";

/** Returns the codec that names stand for. */
export function resolveNames(codec: AnyCodec): AnyCodec {
  // Refuses names that only lead to each other, which would have no end here.
  void codec.headBytes;
  let resolved = codec;
  while (resolved.shape.kind === "definition") resolved = resolved.shape.target();
  return resolved;
}

/** Returns `true` if the only value is `undefined`: the empty tuple, also under a name. */
export function isUnit(codec: AnyCodec): boolean {
  const { shape } = resolveNames(codec);
  if (shape.kind === "compiled") return shape.form === "unit";
  return shape.kind === "tuple" && shape.fields.length === 0;
}

/** Layout of a codec's enum. */
export function enumLayout(shape: EnumShape): EnumLayout {
  const { variants } = shape;
  return layoutOfEnum(variants.length, shape.forced(), (i) => variants[i]?.codec.headBytes ?? 0);
}
