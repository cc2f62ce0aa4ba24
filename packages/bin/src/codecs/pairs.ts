import type { AnyCodec, Codec, EnumShape, Infer, InferInput } from "./base/codec.ts";
import { isRecursive } from "./base/recursion.ts";
import { createEnum } from "./create-enum.ts";
import type { NoOptionInput, NoOptionValue } from "./enum-of.ts";
import { createTuple } from "./tuple.ts";

/** Names and codecs in an order that an object literal would not keep, or with names that it cannot have. */
export type CodecPairs<Name> = readonly (readonly [name: Name, codec: AnyCodec])[];

type ByName<P extends CodecPairs<string>> = { [Each in P[number] as Each[0]]: Each[1] };

/** Makes a tuple whose fields have any names, no two of them the same. */
export function tupleOfPairs<const P extends CodecPairs<string>>(
  fields: P,
): Codec<
  { [Each in P[number] as Each[0]]: Infer<Each[1]> },
  { [Each in P[number] as Each[0]]: InferInput<Each[1]> }
> {
  return createTuple(fields.map(([name, codec]) => ({ name, codec })));
}

/** Makes a tuple whose values are lists, as only some of its fields have names, or two have the same. */
export function listOfPairs<const P extends CodecPairs<string | null>>(
  fields: P,
): Codec<
  { -readonly [I in keyof P]: Infer<P[I][1]> },
  { readonly [I in keyof P]: InferInput<P[I][1]> }
> {
  return createTuple(fields.map(([name, codec]) => ({ name, codec })));
}

/** Makes an enum whose variants have any names in any order, and which is no option. */
export function enumOfPairs<const P extends CodecPairs<string>>(
  variants: P,
): Codec<NoOptionValue<ByName<P>>, NoOptionInput<ByName<P>>> {
  const shape: EnumShape = {
    kind: "enum",
    variants: variants.map(([name, codec]) => ({ name, codec })),
    forced: () => isRecursive(shape),
  };
  return createEnum(shape);
}
