import type { TyLayout } from "@lutra/bin";
import { badProgram } from "../execution-error.ts";
import type { Layout } from "../memory/layout.ts";

/** Checks a layout of the bytecode, which counts bits. */
export function headLayout(layout: TyLayout): Layout {
  return checkedLayout(Math.ceil(layout.headSize / 8), layout.bodyPtrs);
}

/** Checks that the pointers of a layout are within its head. */
export function checkedLayout(size: number, pointers: readonly number[]): Layout {
  for (const pointer of pointers) {
    if (pointer + 4 > size) throw badProgram(`a pointer at byte ${pointer} of a head of ${size}`);
  }
  return { size, pointers };
}
