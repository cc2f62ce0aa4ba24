import type { Ty, TyKind } from "@lutra/bin";
import { describe, expect, it } from "vitest";
import { isSameType } from "../../src/input/same-types.ts";

const of = (kind: TyKind): Ty => ({ kind, layout: null, name: null, variantsRecursive: [] });
const ident = (...name: string[]): Ty => of({ tag: "ident", value: name });
const int = of({ tag: "primitive", value: "prim64" });
const bool = of({ tag: "primitive", value: "prim8" });
const arrayOf = (item: Ty): Ty => of({ tag: "array", value: item });
const named = (parts: Record<string, Ty>) =>
  Object.entries(parts).map(([name, ty]) => ({ name, ty, unpack: false }));
const tupleOf = (parts: Record<string, Ty>): Ty => of({ tag: "tuple", value: named(parts) });
const enumOf = (parts: Record<string, Ty>): Ty => of({ tag: "enum", value: named(parts) });

const types: Readonly<Record<string, Ty>> = {
  int,
  bool,
  "a standard type": ident("std", "Int64"),
  "another standard type": ident("std", "Text"),
  ints: arrayOf(int),
  bools: arrayOf(bool),
  "a tuple": tupleOf({ a: int, b: bool }),
  "a tuple of other names": tupleOf({ a: int, c: bool }),
  "a tuple of other types": tupleOf({ a: int, b: int }),
  "a shorter tuple": tupleOf({ a: int }),
  "an enum": enumOf({ a: int, b: bool }),
  "an enum of another order": enumOf({ b: bool, a: int }),
};

describe.each(Object.entries(types))("%s", (name, first) => {
  it.each(Object.entries(types))("is %s, or not", (other, second) => {
    const [one, two] = [
      { ty: first, defs: [] },
      { ty: second, defs: [] },
    ];
    expect(isSameType(one, two)).toBe(name === other);
  });
});

it("follows names, however many, and not their spelling", () => {
  const chain = Array.from({ length: 5 }, (_, i) => ({
    name: [`n${i}`],
    ty: i === 4 ? types["a tuple"]! : ident(`n${i + 1}`),
  }));
  const named = { ty: ident("n0"), defs: chain };
  expect(isSameType(named, { ty: types["a tuple"]!, defs: [] })).toBe(true);
  expect(isSameType({ ty: types["an enum"]!, defs: [] }, named)).toBe(false);
});

it("compares types that contain themselves", () => {
  const tree = (name: string, key: string) => ({
    ty: ident(name),
    defs: [{ name: [name], ty: tupleOf({ [key]: int, children: arrayOf(ident(name)) }) }],
  });
  expect(isSameType(tree("Tree", "id"), tree("Node", "id"))).toBe(true);
  expect(isSameType(tree("Tree", "id"), tree("Tree", "key"))).toBe(false);
});
