/**
 * Values that a program takes for an input of the type `T`: also with readonly arrays, as in a literal `as const`, since an
 * input is only read.
 */
export type InputOf<T> = T | WithReadonlyArrays<T>;

/**
 * Arrays are written as such, not as a mapped type: the compiler then looks at their items when it needs them, and a type
 * such as `type Tree = Tree[]` has an end. Lists of fields are mapped, so they count the levels that they nest directly.
 */
type WithReadonlyArrays<T, Levels extends readonly 0[] = []> = T extends Whole
  ? T
  : T extends readonly unknown[]
    ? number extends T["length"]
      ? readonly WithReadonlyArrays<T[number]>[]
      : Levels["length"] extends 6
        ? T
        : { readonly [K in keyof T]: WithReadonlyArrays<T[K], [...Levels, 0]> }
    : T extends object
      ? { [K in keyof T]: WithReadonlyArrays<T[K]> }
      : T;

/** Values without arrays of their own. */
type Whole =
  | string
  | number
  | bigint
  | boolean
  | symbol
  | null
  | undefined
  | Date
  | ArrayBufferView
  | ((...args: never) => unknown);
