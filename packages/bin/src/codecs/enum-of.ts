import type { AnyCodec, Codec, EnumShape, Infer, InferInput } from "./base/codec.ts";
import { isRecursive } from "./base/recursion.ts";
import { createEnum } from "./create-enum.ts";
import { checkOrder } from "./tuple.ts";

/** Variants of an enum, by name, in order. */
export type EnumVariants = Readonly<Record<string, AnyCodec>>;

/** The value of one variant. */
export type VariantValue<Name, T> =
  IsUnit<T> extends true ? { tag: Name } : { tag: Name; value: T };

/** The value of an enum with these variants. */
export type EnumValue<V extends EnumVariants> =
  IsOption<V> extends true ? Infer<V["some"]> | null : NoOptionValue<V>;

/** The value of an enum that is no option, whatever its names are. */
export type NoOptionValue<V extends EnumVariants> =
  IsNames<V> extends true
    ? keyof V & string
    : { [K in keyof V & string]: VariantValue<K, Infer<V[K]>> }[keyof V & string];

/** The values that such an enum encodes. */
export type NoOptionInput<V extends EnumVariants> =
  IsNames<V> extends true
    ? keyof V & string
    : { [K in keyof V & string]: VariantValue<K, InferInput<V[K]>> }[keyof V & string];

/** The values that an enum with these variants encodes. */
export type EnumInput<V extends EnumVariants> =
  IsOption<V> extends true ? InferInput<V["some"]> | null : NoOptionInput<V>;

/** Codec of an enum without variants. It has no values either, but it is not a unit. */
type IsUnit<T> = [T] extends [never] ? false : [T] extends [undefined] ? true : false;

type IsNames<V extends EnumVariants> = [{ [K in keyof V]: IsUnit<Infer<V[K]>> }[keyof V]] extends [
  true,
]
  ? true
  : false;

type IsOption<V extends EnumVariants> = [keyof V] extends ["none" | "some"]
  ? ["none" | "some"] extends [keyof V]
    ? IsUnit<Infer<V["none"]>> extends true
      ? [Extract<Infer<V["some"]>, null | undefined>] extends [never]
        ? true
        : false
      : false
    : false
  : false;

/**
 * Creates the codec of an enum: `{ tag, value }`, without `value` for variants of unit; the bare name if all variants
 * are units.
 *
 * `{ none: unit, some: ... }` is the option: `T | null`, if the payload cannot be `null` or `undefined` itself.
 *
 * @throws TypeError for a name that looks like an array index: JavaScript objects do not keep those in order
 * @throws TypeError for `some` before `none`, which would look like an option and be none
 *
 * @example
 * const shape = enumOf({ dot: unit, circle: float64 });
 * shape.encode({ tag: "circle", value: 1.5 });
 */
export function enumOf<const V extends EnumVariants>(
  variants: V,
): Codec<EnumValue<V>, EnumInput<V>> {
  const list = Object.entries(variants).map(([name, codec]) => {
    checkOrder(name);
    return { name, codec };
  });
  if (list.length === 2 && list[0]?.name === "some" && list[1]?.name === "none") {
    throw new TypeError("write none before some, or use codecFor for an enum in the other order");
  }
  const shape: EnumShape = { kind: "enum", variants: list, forced: () => isRecursive(shape) };
  return createEnum(shape);
}
