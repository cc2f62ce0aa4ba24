import { codecFor } from "@lutra/bin";
import { createRandom } from "@lutra-internal/testing";
import { describe, expect, test } from "vitest";
import { rowsEncoder } from "../../src/output/rows.ts";
import { programTypes } from "../../src/program-types.ts";
import { array, sqlTypes, std, unit } from "../support/types.ts";

const { output: single, defs } = sqlTypes(unit, std("Float32"));
const { output: list } = sqlTypes(unit, array(array(std("Float32"))));
const types = programTypes(defs, () => {});

function cell(text: string): unknown {
  return codecFor(single, defs).decode(rowsEncoder(types, single)([[text]]));
}

function json(text: string): unknown {
  return (
    codecFor(list, defs).decode(rowsEncoder(types, list)([[`[${text}]`]])) as number[][]
  )[0]?.[0];
}

describe.each([
  ["a column", cell],
  ["JSON", json],
])("a Float32 in %s is rounded once", (_, read) => {
  test.each([
    ["16777217.000000001", 16_777_218],
    ["16777217", 16_777_216],
    ["1.00000005960464477539062500001", 1 + 2 ** -23],
    ["1.000000059604644775390625", 1],
    [
      "-7.00649232162408535461864791644958065640130970938257885878534141944895541342930300743319094181060791015626e-46",
      -(2 ** -149),
    ],
    ["3.4028235e38", 3.4028234663852886e38],
  ])("%s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test("as the server prints them", () => {
    const random = createRandom(6);
    const bits = new Float32Array(1);
    for (let i = 0; i < 500; i++) {
      new DataView(bits.buffer).setUint32(0, random.below(0x7f80_0000), true);
      const [value = 0] = bits;
      expect(read(value.toPrecision(9))).toBe(value);
    }
  });
});

test.each(["", "zero", "1e", "0x"])("%j is no number", (text) => {
  expect(() => cell(text)).toThrow("expected a number");
});

/** Reads a cell of a type. */
function cellOf(type: string, text: string): unknown {
  const { output, defs: own } = sqlTypes(unit, std(type));
  const encode = rowsEncoder(
    programTypes(own, () => {}),
    output,
  );
  return codecFor(output, own).decode(encode([[text]]));
}

// Of 8 bits, the low ones of 16 are kept; unsigned numbers may come as signed ones.
test.each<readonly [string, readonly (readonly [bigint, number | bigint])[]]>([
  [
    "Int8",
    [
      [-32_768n, 0],
      [-128n, -128],
      [127n, 127],
      [32_767n, -1],
    ],
  ],
  [
    "Uint8",
    [
      [-32_768n, 0],
      [-1n, 255],
      [255n, 255],
      [65_535n, 255],
    ],
  ],
  [
    "Int16",
    [
      [-32_768n, -32_768],
      [32_767n, 32_767],
    ],
  ],
  [
    "Uint16",
    [
      [-32_768n, 32_768],
      [-1n, 65_535],
      [65_535n, 65_535],
    ],
  ],
  [
    "Int32",
    [
      [-(2n ** 31n), -(2 ** 31)],
      [2n ** 31n - 1n, 2 ** 31 - 1],
    ],
  ],
  [
    "Uint32",
    [
      [-(2n ** 31n), 2 ** 31],
      [2n ** 32n - 1n, 2 ** 32 - 1],
    ],
  ],
  [
    "Int64",
    [
      [-(2n ** 63n), -(2n ** 63n)],
      [-1n, -1n],
      [2n ** 40n, 2n ** 40n],
      [2n ** 63n - 1n, 2n ** 63n - 1n],
    ],
  ],
  [
    "Uint64",
    [
      [-(2n ** 63n), 2n ** 63n],
      [-1n, 2n ** 64n - 1n],
      [2n ** 64n - 1n, 2n ** 64n - 1n],
    ],
  ],
])("%s is read from the least to the greatest number", (type, cells) => {
  for (const [sent, value] of cells) expect(cellOf(type, String(sent))).toBe(value);
  const [least, greatest] = [cells[0]![0], cells.at(-1)![0]];
  for (const sent of [least - 1n, greatest + 1n])
    expect(() => cellOf(type, String(sent))).toThrow(String(sent));
});

test.each([
  ["t", true],
  ["true", true],
  ["f", false],
  ["false", false],
])("%s is %s", (text, value) => {
  expect(cellOf("Bool", text)).toBe(value);
  expect(() => cellOf("Bool", `${text}x`)).toThrow("expected t or f");
});
