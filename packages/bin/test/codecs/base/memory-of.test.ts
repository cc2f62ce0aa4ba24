import { expect, test } from "vitest";
import {
  type AnyCodec,
  array,
  bool,
  bytes,
  type Codec,
  date,
  enumOf,
  float32,
  float64,
  int16,
  int32,
  int64,
  jsDay,
  option,
  prim16,
  prim32,
  prim64,
  recursive,
  text,
  tuple,
  uint32,
  unit,
} from "../../../src/index.ts";
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

/** Returns a tuple of so many fields, and a value of it. */
function wide(count: number): readonly [Codec<unknown>, unknown] {
  const names = Array.from({ length: count }, (_, i) => `f${i}`);
  const codec = tuple(Object.fromEntries(names.map((name) => [name, int32])));
  return [codec as Codec<unknown>, Object.fromEntries(names.map((name) => [name, 1]))];
}

const shape = enumOf({ dot: unit, at: tuple({ x: float64 }) });
const hollow = enumOf({ hollow: tuple({ a: unit }), at: tuple({ x: float64 }) });
const small = enumOf({ a: uint32, b: int16 });

test.each<readonly [what: string, codec: AnyCodec, value: unknown, memory: number]>([
  ["a small integer", int32, 1, 0],
  ["a day", date, 1, 0],
  ["a number that may be large", uint32, 1, 16],
  ["a float", float64, 1, 16],
  ["a 32-bit float", float32, 1, 16],
  ["a bigint", int64, 1n, 24],
  ["a string without characters", text, "", 24],
  ["raw bits", prim16, 1, 0],
  ["more raw bits", prim32, 1, 16],
  ["most raw bits", prim64, 1n, 24],
  ["an object of one field", ...wide(1), 56],
  ["an object of three fields", ...wide(3), 56],
  ["an object of four fields", ...wide(4), 64],
  ["an object of 25 fields", ...wide(25), 232],
  ["an object of 26 fields", ...wide(26), 1664],
  ["an object and what is in it", tuple({ a: int64, b: float64 }), { a: 1n, b: 1 }, 56 + 24 + 16],
  ["an array of scalars", array(int64), [], 96],
  ["an array of others", array(unit), [], 48],
  ["bytes", bytes, new Uint8Array(), 96],
  ["an option", option(int16), 1, 0],
  ["an option that is absent, in whose place the value would be", option(uint32), null, 16],
  ["a variant in its place", small, { tag: "b", value: 1 }, 40 + 16],
  ["a variant without a value", shape, { tag: "dot" }, 40],
  ["a variant without bytes", hollow, { tag: "hollow", value: { a: undefined } }, 40 + 56],
  ["a variant after a pointer", shape, { tag: "at", value: { x: 1 } }, 40 + 56 + 16],
  ["a Date", jsDay, new Date(0), 96],
  ["a named type", recursive(() => int64, ["Id"]), 1n, 24],
])("%s is charged what it takes beside its place", (_, codec, value, memory) => {
  const items = array(codec as Codec<unknown>);
  const charges = [1, 2].map((count) => chargeOf(items, items.encode(Array(count).fill(value))));
  expect(charges[1]! - charges[0]!).toBe(8 + memory);
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
