import type { AnyCodec, Codec, EnumShape } from "./base/codec.ts";
import { isRecursive } from "./base/recursion.ts";
import { createEnum } from "./create-enum.ts";
import { createTuple } from "./tuple.ts";

/** Names and codecs in an order that an object literal would not keep, or with names that it cannot have. */
export type CodecPairs<Name> = readonly (readonly [name: Name, codec: AnyCodec])[];

/**
 * Makes a tuple whose fields have any names, or only some of them.
 *
 * As {@link createTuple}, the type of the values is the caller's claim.
 */
export function tupleOfPairs<T>(fields: CodecPairs<string | null>): Codec<T> {
  return createTuple(fields.map(([name, codec]) => ({ name, codec })));
}

/** Makes an enum whose variants have any names in any order. The type of the values is the caller's claim. */
export function enumOfPairs<T>(variants: CodecPairs<string>): Codec<T> {
  const shape: EnumShape = {
    kind: "enum",
    variants: variants.map(([name, codec]) => ({ name, codec })),
    forced: () => isRecursive(shape),
  };
  return createEnum(shape);
}
