import type { AnyCodec, EnumShape, TupleShape } from "../codecs/base/codec.ts";
import { codecEnumForm } from "../codecs/base/codec-enum-form.ts";
import { resolveNames } from "../codecs/base/shape.ts";
import { isObjectTuple } from "../codecs/tuple.ts";
import { literal, objectKey } from "./context.ts";
import { isOpaque } from "./part.ts";
import { scalarName } from "./scalar.ts";

/** Names that an expression of combinators imports. */
export interface ExpressionImports {
  /** Notes a name of `@lutra/bin`, and returns it. */
  readonly combinator: (name: string) => string;
  /** Notes a name of `@lutra/bin/generated`, and returns it. */
  readonly support: (name: string) => string;
}

/** Services that {@link codecExpression} asks for. */
export interface ExpressionContext extends ExpressionImports {
  /** Returns an expression that stands for a codec as a whole, such as the name of a constant. */
  readonly known: (codec: AnyCodec) => string | undefined;
  /** Returns an expression for a codec that does more than its shape says. */
  readonly opaque: (codec: AnyCodec) => string;
  /** Mark before each call, so that bundlers may drop it. */
  readonly callMark: string;
}

/** Writes a codec as an expression of combinators. */
export function codecExpression(codec: AnyCodec, context: ExpressionContext): string {
  const known = context.known(codec);
  if (known !== undefined) return known;
  const resolved = resolveNames(codec);
  const { shape } = resolved;
  if (isOpaque(resolved)) return context.opaque(resolved);
  const { combinator, support, callMark } = context;
  const part = (each: AnyCodec): string => codecExpression(each, context);
  switch (shape.kind) {
    case "scalar":
      return combinator(constantOf(scalarName(shape)));
    case "array": {
      if (shape.form !== "bytes") return `${callMark}${combinator("array")}(${part(shape.item)})`;
      const isRaw = shape.item.shape.kind === "scalar" && scalarName(shape.item.shape) === "prim8";
      return isRaw ? support("rawBytes") : combinator("bytes");
    }
    case "tuple":
      return tupleExpression(shape, context);
    case "enum":
      return enumExpression(shape, context);
    case "definition":
    case "mapped":
    case "compiled":
      return context.opaque(resolved);
  }
}

function tupleExpression({ fields }: TupleShape, context: ExpressionContext): string {
  const { combinator, support, callMark } = context;
  if (fields.length === 0) return combinator("unit");
  const names = fields.map(({ name }) => name);
  const parts = fields.map((field) => codecExpression(field.codec, context));
  if (names.every((name) => name === null)) {
    return `${callMark}${combinator("tuple")}([${parts.join(", ")}])`;
  }
  if (isObjectTuple(fields) && (names as string[]).every(keepsOrder)) {
    return `${callMark}${combinator("tuple")}(${objectText(names as string[], parts)})`;
  }
  const maker = isObjectTuple(fields) ? "tupleOfPairs" : "listOfPairs";
  return `${callMark}${support(maker)}(${pairsText(names, parts)})`;
}

function enumExpression(shape: EnumShape, context: ExpressionContext): string {
  const { combinator, support, callMark } = context;
  const { variants } = shape;
  if (codecEnumForm(shape) === "option") {
    return `${callMark}${combinator("option")}(${codecExpression(variants[1]!.codec, context)})`;
  }
  const names = variants.map(({ name }) => name);
  const parts = variants.map((variant) => codecExpression(variant.codec, context));
  // `enumOf` refuses this order, which looks like an option but is not one.
  const isReversed = names.length === 2 && names[0] === "some" && names[1] === "none";
  if (names.every(keepsOrder) && !isReversed) {
    return `${callMark}${combinator("enumOf")}(${objectText(names, parts)})`;
  }
  return `${callMark}${support("enumOfPairs")}(${pairsText(names, parts)})`;
}

function objectText(names: readonly string[], parts: readonly string[]): string {
  const entries = names.map((name, i) => {
    const key = objectKey(name);
    return key === parts[i] ? key : `${key}: ${parts[i]!}`;
  });
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** Writes pairs of names and expressions as an array literal. */
export function pairsText(names: readonly (string | null)[], parts: readonly string[]): string {
  const pairs = names.map((name, i) => `[${name === null ? "null" : literal(name)}, ${parts[i]!}]`);
  return `[${pairs.join(", ")}]`;
}

/** Tells if an object keeps a name in its place: JavaScript puts those that look like an array index first. */
function keepsOrder(name: string): boolean {
  return String(Number(name) >>> 0) !== name;
}

/** Returns the name of the constant of a scalar's codec in `@lutra/bin`. */
function constantOf(scalar: string): string {
  return scalar[0]!.toLowerCase() + scalar.slice(1);
}
