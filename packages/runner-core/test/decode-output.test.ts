import { array, DecodeError, uint8 } from "@lutra/bin";
import { sharedRows } from "@lutra-internal/testing/hostile";
import { expect, test } from "vitest";
import { decodeOutput } from "../src/decode-output.ts";

test("rows that share what they refer to may take 64 MiB more than an output of their size", () => {
  const rows = array(array(uint8));
  expect(decodeOutput(rows, sharedRows(1000, 1 << 10))).toHaveLength(1000);
  const hostile = sharedRows(1000, 100 << 10);
  const allowed = 64 * 2 ** 20 + 128 * hostile.length;
  expect(() => decodeOutput(rows, hostile)).toThrow(DecodeError);
  expect(() => decodeOutput(rows, hostile)).toThrow(`more than ${allowed} bytes of memory`);
});
