import type { Ty } from "@lutra/bin";
import { arrayItems, tupleItems, type VariantValue, variantOf } from "@lutra/bin/transcode";
import { CellError } from "./cell-error.ts";
import type { ProgramTypes } from "./program-types.ts";

// Values come out of a codec of the same type, so these only fail if the two disagree on a type.

/** Returns a function that takes the values of a tuple type apart, in the order of its fields. */
export function tupleReader(
  types: ProgramTypes<unknown>,
  ty: Ty,
): (value: unknown) => readonly unknown[] {
  const view = types.view(ty);
  if (view.kind !== "tuple") throw new TypeError(`expected a tuple type, got ${view.kind}`);
  return (value) => tupleItems(view, value) ?? mismatch("tuple");
}

/** Returns a function that takes the values of an array type apart. */
export function arrayReader(): (value: unknown) => readonly unknown[] {
  return (value) => arrayItems(value) ?? mismatch("array");
}

/** Returns a function that tells which variant the values of an enum type hold. */
export function variantReader(
  types: ProgramTypes<unknown>,
  ty: Ty,
): (value: unknown) => VariantValue {
  const view = types.view(ty);
  if (view.kind !== "enum") throw new TypeError(`expected an enum type, got ${view.kind}`);
  return (value) => variantOf(view, value) ?? mismatch("enum");
}

function mismatch(kind: string): never {
  throw new CellError(`expected the value of a type of kind ${kind}`);
}
