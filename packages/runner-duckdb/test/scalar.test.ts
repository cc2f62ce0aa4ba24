import { layoutOf } from "@lutra/bin";
import { expect, test } from "vitest";
import { rangeOf, scalarOf } from "../src/scalar.ts";
import { fixedWidths } from "../src/vector.ts";
import { std } from "./support/make-program.ts";

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

const names = [
  "Bool",
  "Text",
  "Float32",
  "Float64",
  "Date",
  "Time",
  "Timestamp",
  "Duration",
].concat(
  [8, 16, 32, 64].flatMap((bits) => [`Int${bits}`, `Uint${bits}`]),
  "Decimal",
);

test.each(names)("%s has the bytes of its head, and columns of as many", (name) => {
  const { bytes, columns } = scalarOf(name);
  expect(8 * bytes).toBe(layoutOf(std(name), []).headSize);
  for (const column of columns) expect(fixedWidths[column]).toBe(bytes);
});
