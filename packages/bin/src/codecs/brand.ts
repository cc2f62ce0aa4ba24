declare const brandName: unique symbol;

/**
 * Type with a name of its own: the values of `T`, kept apart from those of other names by the compiler alone.
 *
 * A value becomes one by `as`, where it comes into being. `Name` is the path of the type in Lutra.
 *
 * @example
 * type UserId = Brand<bigint, "shop::UserId">;
 * const id = 5n as UserId;
 */
export type Brand<T, Name extends string> = T & { readonly [brandName]: Name };
