import { expect, it } from "vitest";
import { layoutOf, type Ty, type TyDef } from "../../src/index.ts";
import { ident, std, tuple } from "../support/make-ty.ts";

/** Types of 1, 2, 4, ... bytes, each two of the one before. */
const powers: readonly TyDef[] = Array.from({ length: 29 }, (_, i) => {
  const half = ident(`Power${i - 1}`);
  return { name: [`Power${i}`], ty: i === 0 ? std("Uint8") : tuple(["a", half], ["b", half]) };
});
const parts = powers.map(({ name }, i): [string, Ty] => [`p${i}`, ident(...name)]);

it("has room for heads whose size in bits fits into 32, and for none larger", () => {
  expect(layoutOf(tuple(...parts), powers)).toEqual({ headSize: (2 ** 29 - 1) * 8, bodyPtrs: [] });
  const larger = tuple(...parts, ["one", std("Uint8")]);
  expect(() => layoutOf(larger, powers)).toThrow("the type is too large");
});

it("lists up to a million pointers of all tuples, and no more", () => {
  const texts = Array.from({ length: 1000 }, (_, i): [string, Ty] => [`t${i}`, std("Text")]);
  const rows = Array.from({ length: 999 }, (_, i): [string, Ty] => [`r${i}`, ident("Row")]);
  const defs: readonly TyDef[] = [{ name: ["Row"], ty: tuple(...texts) }];
  expect(layoutOf(tuple(...rows), defs).bodyPtrs).toHaveLength(999_000);
  const larger = tuple(...rows, ["t", std("Text")]);
  expect(() => layoutOf(larger, defs)).toThrow("the type is too large");
});
