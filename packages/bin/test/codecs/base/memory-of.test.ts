import { expect, test } from "vitest";
import { array, bool, type Codec, enumOf, int64, option, text, tuple } from "../../../src/index.ts";
import { chargeOf } from "../../support/charge-of.ts";

test("a budget that is just used up is enough, and one byte less is not", () => {
  const row = tuple({ a: text, b: option(tuple({ c: int64 })), d: array(bool) });
  const encoded = row.encode({ a: "abc", b: { c: 5n }, d: [true] });
  const charge = chargeOf(row as Codec<unknown>, encoded);
  expect(row.decode(encoded, { maxExpansion: 0, freeBytes: charge })).toEqual(row.decode(encoded));
  expect(() => row.decode(encoded, { maxExpansion: 0, freeBytes: charge - 1 })).toThrow(
    /takes more than \d+ bytes of memory, which maxExpansion and freeBytes allow/,
  );
  const perByte = charge / encoded.length;
  expect(row.decode(encoded, { maxExpansion: perByte, freeBytes: 0 })).toEqual(row.decode(encoded));
});

test.each<[string, Codec<unknown>, unknown]>([
  ["true", bool as Codec<unknown>, true],
  ["the name of a variant", enumOf({ a: tuple({}), b: tuple({}) }) as Codec<unknown>, "b"],
  ["an absent text", option(text) as Codec<unknown>, null],
])("%s is charged the place where it is kept", (_, codec, value) => {
  const items = array(codec);
  const charges = [1, 2].map((count) => chargeOf(items, items.encode(Array(count).fill(value))));
  expect(charges[1]! - charges[0]!).toBe(8);
});

test.each(["maxDepth", "maxExpansion", "freeBytes", "maxZeroSizedItems"])(
  "%s must be a number from 0 up, and Infinity is no limit",
  (name) => {
    for (const value of [Number.NaN, -1, "5", null] as number[])
      expect(() => bool.decode(bool.encode(true), { [name]: value })).toThrow(
        new RangeError(`${name} must be a number from 0 up, got ${String(value)}`),
      );
    expect(bool.decode(bool.encode(true), { [name]: Infinity })).toBe(true);
  },
);
