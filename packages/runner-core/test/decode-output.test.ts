import { array, DecodeError, uint8 } from "@lutra/bin";
import { expect, test } from "vitest";
import { decodeOutput } from "../src/decode-output.ts";

/** An array of arrays of bytes, all of which lie in the same place. */
function sharedRows(count: number, length: number): Uint8Array {
  const bytes = new Uint8Array(8 + count * 8 + length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 8, true);
  view.setUint32(4, count, true);
  for (let i = 0; i < count; i++) {
    view.setUint32(8 + i * 8, (count - i) * 8, true);
    view.setUint32(12 + i * 8, length, true);
  }
  return bytes;
}

test("rows that share what they refer to may take 64 MiB more than an output of their size", () => {
  const rows = array(array(uint8));
  expect(decodeOutput(rows, sharedRows(1000, 1 << 10))).toHaveLength(1000);
  const hostile = sharedRows(1000, 100 << 10);
  const allowed = 64 * 2 ** 20 + 128 * hostile.length;
  expect(() => decodeOutput(rows, hostile)).toThrow(DecodeError);
  expect(() => decodeOutput(rows, hostile)).toThrow(`more than ${allowed} bytes of memory`);
});
