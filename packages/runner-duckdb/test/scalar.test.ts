import { expect, test } from "vitest";
import { rangeOf, scalarOf } from "../src/scalar.ts";

test("a scalar is found by its name, and only by that", () => {
  expect(scalarOf("prim16")).toMatchObject({ name: "prim16", bytes: 2 });
  expect(() => scalarOf("prim128")).toThrow(TypeError);
});

test.each([
  ["Uint8", 0n, 255n],
  ["Int8", -128n, 127n],
  ["Uint64", 0n, 2n ** 64n - 1n],
  ["Int64", -(2n ** 63n), 2n ** 63n - 1n],
])("the range of %s", (name, min, max) => {
  expect(rangeOf(scalarOf(name))).toEqual({ min, max });
});
