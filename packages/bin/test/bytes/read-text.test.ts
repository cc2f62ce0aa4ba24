import { expect, it } from "vitest";
import { array, DecodeError, text } from "../../src/index.ts";
import { chargeOf } from "../support/charge-of.ts";

const texts = array(text);
const lengths = Array.from({ length: 40 }, (_, i) => i + 1);
const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

it("reads a string whose bytes are those of its own head", () => {
  expect(text.decode(Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0))).toBe("\0");
});

// The first four texts of a message are read otherwise than those after them.
it.each([1, 6])(
  "reads text number %i, whatever its length and wherever it is not ASCII",
  (count) => {
    for (const length of lengths) {
      const plain = letters.slice(0, length);
      const places = lengths.slice(0, length).map((i) => i - 1);
      for (const value of [
        plain,
        ...places.map((i) => `${plain.slice(0, i)}é${plain.slice(i + 1)}`),
      ]) {
        const all = Array.from({ length: count }, () => value);
        expect(texts.decode(texts.encode(all))).toEqual(all);
        expect(texts.decode(texts.encode(all), { copy: true })).toEqual(all);
      }
    }
  },
);

it("finds a byte that is not UTF-8 in every place of a short text", () => {
  for (const length of lengths) {
    for (let i = 0; i < length; i++) {
      const bytes = text.encode(letters.slice(0, length));
      bytes[8 + i] = 0x80;
      expect(() => text.decode(bytes)).toThrow(DecodeError);
    }
  }
});

/** Returns the charges of a string in one row, and in two rows that share its bytes. */
function charges(length: number): readonly number[] {
  const charge = (...values: readonly string[]): number => {
    const bytes = texts.encode(values);
    const view = new DataView(bytes.buffer);
    // The second pointer is relative to its own place, 8 bytes after the first.
    if (values.length > 1) view.setUint32(16, view.getUint32(8, true) - 8, true);
    return chargeOf(texts, bytes);
  };
  const value = "x".repeat(length);
  return [charge(value) - charge(""), charge(value, value) - charge("", "")];
}

it("charges a string that rows share for each row; one of more than 48 bytes, once", () => {
  expect(charges(1)).toEqual([8, 16]);
  expect(charges(48)).toEqual([48 * 8, 2 * 48 * 8]);
  expect(charges(49)).toEqual([49 * 2, 49 * 2]);
});
