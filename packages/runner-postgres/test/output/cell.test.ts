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
