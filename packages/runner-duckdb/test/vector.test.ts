import { expect, test } from "vitest";
import { isNull } from "../src/vector.ts";

test.each([0, 1, 7, 8, 13])("rows whose bit is 0 are NULL, %i bits on", (offset) => {
  const rows = Array.from("1011001001110100101", Number);
  const bits = new Uint8Array(8);
  for (const [row, bit] of rows.entries())
    bits[(offset + row) >> 3]! |= bit << ((offset + row) % 8);
  expect(rows.map((_, row) => isNull({ bits, offset }, row))).toEqual(rows.map((bit) => bit === 0));
});
