import { codecFor, completeTypes, type Ty } from "@lutra/bin";
import { describe, expect, test } from "vitest";
import {
  arrayReader,
  CellError,
  ProgramTypes,
  rethrow,
  tupleReader,
  variantReader,
} from "../src/index.ts";

const type = (kind: Ty["kind"]): Ty => ({ kind, layout: null, name: null, variantsRecursive: [] });
const std = (name: string): Ty => type({ tag: "ident", value: ["std", name] });
const tuple = (...fields: readonly (readonly [string | null, Ty])[]): Ty =>
  type({ tag: "tuple", value: fields.map(([name, ty]) => ({ name, ty })) });
const enumOf = (...variants: readonly (readonly [string, Ty])[]): Ty =>
  type({ tag: "enum", value: variants.map(([name, ty]) => ({ name, ty })) });
const unit = tuple();

const defs = [
  { name: ["std", "Int32"], ty: type({ tag: "primitive", value: "prim32" }) },
  { name: ["std", "Text"], ty: type({ tag: "array", value: type({ tag: "primitive", value: "prim8" }) }) },
] as const; // prettier-ignore
const types = new ProgramTypes(defs, (name) => name);

describe("the structure of a type", () => {
  test("scalars are what the runner says", () => {
    expect(types.of(std("Int32"))).toEqual({ kind: "scalar", scalar: "Int32" });
    expect(types.of(type({ tag: "primitive", value: "prim16" }))).toEqual({
      kind: "scalar",
      scalar: "prim16",
    });
  });

  test("tuples know where their fields lie, as the codec writes them", () => {
    const ty = tuple(["a", std("Int32")], [null, std("Text")], ["c", std("Int32")]);
    const structure = types.of(ty);
    if (structure.kind !== "tuple") throw new Error("expected a tuple");
    expect(structure.fields.map(({ step, offset }) => [step, offset])).toEqual([
      ["a", 0],
      [1, 4],
      ["c", 12],
    ]);
    const complete = completeTypes(ty, defs);
    expect(types.headBytes(ty)).toBe(codecFor(complete.ty, complete.defs).headBytes);
  });

  test.each([
    ["none and some of a scalar", enumOf(["none", unit], ["some", std("Int32")]), true],
    ["none and some of an array", enumOf(["none", unit], ["some", type({ tag: "array", value: std("Int32") })]), true],
    ["none and some of a tuple", enumOf(["none", unit], ["some", tuple(["a", std("Int32")])]), false],
    ["three variants", enumOf(["none", unit], ["some", std("Int32")], ["other", unit]), false],
    ["no unit first", enumOf(["none", std("Int32")], ["some", std("Int32")]), false],
  ])("a nullable column stands for %s: %#", (_, ty, isOption) => {
    expect(types.of(ty)).toMatchObject({ kind: "enum", isOption });
  }); // prettier-ignore

  test("functions and unknown names have none", () => {
    expect(() => types.of(type({ tag: "function", value: { params: [], body: unit } }))).toThrow(
      TypeError,
    );
    expect(() => types.of(type({ tag: "ident", value: ["Nowhere"] }))).toThrow(/Nowhere/);
  });
});

describe("values taken apart", () => {
  test("tuples, arrays and variants give their parts", () => {
    const pair = tuple(["a", std("Int32")], ["b", std("Text")]);
    expect(tupleReader(types, pair)({ b: "x", a: 1 })).toEqual([1, "x"]);
    expect(arrayReader()([3, 4])).toEqual([3, 4]);
    const shape = enumOf(["dot", unit], ["line", std("Int32")]);
    expect(variantReader(types, shape)({ tag: "line", value: 7 })).toMatchObject({
      index: 1,
      payload: 7,
    });
  });

  test("values of another type are refused", () => {
    expect(() => tupleReader(types, tuple(["a", std("Int32")]))(5)).toThrow(CellError);
    expect(() => arrayReader()("text")).toThrow(CellError);
  });
});

test("a fault collects its place on the way out", () => {
  const fail = (): never => {
    throw new CellError("not a number");
  };
  const inside = (step: string | number, work: () => void): void => {
    try {
      work();
    } catch (error) {
      rethrow(error, step);
    }
  };
  const fault = (): void => inside("lines", () => inside(3, () => inside("note", fail)));
  expect(fault).toThrow(expect.objectContaining({ where: " (at .lines[3].note)" }) as Error);
});
