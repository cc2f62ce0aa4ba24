import type { AnyCodec, EnumShape, Shape } from "./codec.ts";

/**
 * Returns `true` if recursion forces the payloads of an enum behind a pointer: a payload mentions, not below an array
 * or another enum, a named type that contains this enum.
 *
 * @see docs/spec/binary-format.md, "Recursive variants"
 */
export function isRecursive(shape: EnumShape): boolean {
  return shape.variants.some(({ codec }) => mentions(codec, shape));
}

function mentions(codec: AnyCodec, target: EnumShape): boolean {
  const { shape } = codec;
  switch (shape.kind) {
    case "definition":
      return reaches(shape, target);
    case "mapped":
      return mentions(shape.codec, target);
    case "tuple":
      return shape.fields.some((field) => mentions(field.codec, target));
    case "array":
    case "compiled":
    case "enum":
    case "scalar":
      return false;
  }
}

function reaches(from: Shape, target: EnumShape): boolean {
  const seen = new Set<Shape>();
  const open: Shape[] = [from];
  for (let shape = open.pop(); shape !== undefined; shape = open.pop()) {
    if (shape === target) return true;
    if (seen.has(shape)) continue;
    seen.add(shape);
    for (const part of partsOf(shape)) open.push(part.shape);
  }
  return false;
}

/** Returns the codecs that a type mentions. */
export function partsOf(shape: Shape): readonly AnyCodec[] {
  switch (shape.kind) {
    case "compiled":
    case "scalar":
      return [];
    case "array":
      return [shape.item];
    case "tuple":
      return shape.fields.map((field) => field.codec);
    case "enum":
      return shape.variants.map((variant) => variant.codec);
    case "definition":
      return [shape.target()];
    case "mapped":
      return [shape.codec];
  }
}
