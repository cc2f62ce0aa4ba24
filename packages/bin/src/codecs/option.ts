import type { Codec, EnumShape } from "./base/codec.ts";
import { isRecursive } from "./base/recursion.ts";
import { createEnum } from "./create-enum.ts";
import { unit } from "./tuple.ts";

/**
 * Creates the codec of a value or `null`: the enum `{none, some: T}`.
 *
 * Options of options and options of unit have no such form; write them as `enumOf({ none: unit, some: ... })`.
 *
 * @throws TypeError on first use, if the payload can itself be `null` or `undefined`
 *
 * @example
 * option(int64).encode(null);
 */
export function option<T extends NonNullable<unknown>, In = T>(
  codec: Codec<T, In>,
): Codec<T | null, In | null> {
  const shape: EnumShape = {
    kind: "enum",
    variants: [
      { name: "none", codec: unit },
      { name: "some", codec },
    ],
    forced: () => isRecursive(shape),
  };
  return createEnum(shape, "option");
}
