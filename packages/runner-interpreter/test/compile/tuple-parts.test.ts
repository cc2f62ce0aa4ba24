import { expect, test } from "vitest";
import { ValueCode } from "../../src/code/code.ts";
import { ConstantCode } from "../../src/code/constant.ts";
import { TupleCode } from "../../src/code/structure.ts";
import { tupleParts, type UnpackedField } from "../../src/compile/tuple-parts.ts";
import { Chunk } from "../../src/memory/chunk.ts";
import { begunMachine } from "../support/machine.ts";

const machine = begunMachine();
const number: UnpackedField = { code: new ValueCode(machine, "int8", () => () => 1), unpack: 0 };
const tuple: UnpackedField = { code: new TupleCode(machine, []), unpack: 0 };
const constant: UnpackedField = {
  code: new ConstantCode(machine, new Chunk(new Uint8Array(0))),
  unpack: 0,
};
const spread = (unpack: number): UnpackedField => ({ code: number.code, unpack });

/** Returns the sizes of the parts of a tuple. */
const sizesOf = (fields: readonly UnpackedField[], sizes: readonly number[]): number[] => {
  const layouts = sizes.map((size) => ({ size, pointers: [] }));
  return tupleParts(fields, layouts).map(({ layout }) => layout.size);
};

test.each<[string, readonly UnpackedField[], readonly number[], readonly number[]]>([
  ["no fields", [], [], []],
  ["plain fields", [number, number], [1, 2], [1, 2]],
  [
    "fields that are spread",
    [number, spread(2), spread(1), number],
    [1, 2, 4, 8, 16],
    [1, 6, 8, 16],
  ],
  ["empty tuples that are fields", [tuple, number, constant], [0, 1, 0], [0, 1, 0]],
  ["empty tuples that are spread", [number, tuple, constant, number], [1, 2], [1, 0, 0, 2]],
  [
    "an empty tuple that is spread, and one that is a field",
    [tuple, number, tuple],
    [1, 0],
    [0, 1, 0],
  ],
])("%s have their layouts", (_, fields, layouts, sizes) => {
  expect(sizesOf(fields, layouts)).toEqual(sizes);
});

test.each<[string, readonly UnpackedField[], readonly number[], string]>([
  ["more", [number], [1, 2], "a tuple of 1 fields has 2 layouts"],
  ["fewer", [number, number], [1], "a tuple of 2 fields has 1 layouts"],
  [
    "fewer, with a field that is spread",
    [tuple, spread(2)],
    [1],
    "a tuple of 3 fields has 1 layouts",
  ],
  ["fewer than empty tuples make up for", [tuple, number], [], "a tuple of 2 fields has 0 layouts"],
])("%s layouts than fields are refused", (_, fields, layouts, message) => {
  expect(() => sizesOf(fields, layouts)).toThrow(`bad program: ${message}`);
});
