import { expect, test } from "vitest";
import { isAscii } from "../../src/bytes/ascii.ts";

const lengths = Array.from({ length: 20 }, (_, i) => i);

test.each(lengths)("%i bytes are ASCII if each of them is, whatever lies around them", (length) => {
  const bytes = new Uint8Array(32).fill(0xff);
  const input = { bytes, view: new DataView(bytes.buffer), end: 32, copy: false };
  const isPlain = (): boolean => isAscii(input, 5, 5 + length);
  for (const fill of [0x00, 0x01, 0x55, 0x7f]) {
    bytes.fill(fill, 5, 5 + length);
    expect(isPlain()).toBe(true);
    for (const other of [0x80, 0xff]) {
      for (const at of lengths.slice(0, length)) {
        bytes[5 + at] = other;
        expect(isPlain()).toBe(false);
        bytes[5 + at] = fill;
      }
    }
  }
});
