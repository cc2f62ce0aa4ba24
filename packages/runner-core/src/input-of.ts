/**
 * Values that a program takes for an input of the type `T`: also with readonly arrays, as in a literal `as const`, since an
 * input is only read.
 */
export type InputOf<T> = T | WithReadonlyArrays<T>;

type WithReadonlyArrays<T> = T extends Whole
  ? T
  : T extends readonly unknown[]
    ? { readonly [K in keyof T]: WithReadonlyArrays<T[K]> }
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
