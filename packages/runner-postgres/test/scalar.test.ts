import { expect, test } from "vitest";
import { scalarOf } from "../src/scalar.ts";

test.each([
  ["Bool", { kind: "bool" }],
  ["Text", { kind: "text" }],
  ["Float32", { kind: "float", bits: 32 }],
  ["Float64", { kind: "float", bits: 64 }],
  ["Int8", { kind: "integer", bits: 8, isSigned: true }],
  ["Int64", { kind: "integer", bits: 64, isSigned: true }],
  ["Uint16", { kind: "integer", bits: 16, isSigned: false }],
  ["prim32", { kind: "integer", bits: 32, isSigned: false }],
  // Days, also those before 1970.
  ["Date", { kind: "integer", bits: 32, isSigned: true }],
  // Microseconds.
  ["Timestamp", { kind: "integer", bits: 64, isSigned: true }],
])("values of %s", (name, scalar) => {
  expect(scalarOf(name)).toEqual(scalar);
});
