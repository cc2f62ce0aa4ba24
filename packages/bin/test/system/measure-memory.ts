import {
  array,
  bool,
  bytes,
  type AnyCodec,
  enumOf,
  float32,
  float64,
  int32,
  int64,
  jsDate,
  option,
  text,
  tuple,
  typedArray,
  uint32,
  uint8,
  unit,
} from "../../src/index.ts";
import { chargeOf } from "../support/charge-of.ts";
import { heapUse } from "../support/heap-use.ts";

/** Returns fields that take no bytes, after one that takes a byte. */
function wide(count: number): readonly [AnyCodec, unknown] {
  const names = Array.from({ length: count - 1 }, (_, i) => `u${i}`);
  const codec = tuple({ a: uint8, ...Object.fromEntries(names.map((name) => [name, unit])) });
  const value = { a: 1, ...Object.fromEntries(names.map((name) => [name, undefined])) };
  return [codec, value];
}

const nested = tuple({ a: tuple({ b: tuple({ c: bool }) }) });
const choice = enumOf({ a: unit, b: uint8 });
const empty = enumOf({ a: tuple({ x: unit }), b: tuple({ y: unit }) });
const many = Array.from({ length: 10 }, (_, i) => i + 0.5);

const kinds: readonly (readonly [name: string, codec: AnyCodec, value: unknown])[] = [
  ["Bool", bool, true],
  ["Int32", int32, 5],
  ["Uint32", uint32, 4e9],
  ["Float32", float32, 0.5],
  ["Int64", int64, 5n],
  ["a tuple of a byte", tuple({ a: bool }), { a: true }],
  ["a tuple of a float", tuple({ a: float64 }), { a: 0.1 }],
  ["tuples in tuples", nested, { a: { b: { c: true } } }],
  ["8 fields", ...wide(8)],
  ["25 fields", ...wide(25)],
  ["26 fields", ...wide(26)],
  ["100 fields", ...wide(100)],
  ["500 fields", ...wide(500)],
  ["2000 fields", ...wide(2000)],
  ["a list", tuple([uint8, unit]), [1, undefined]],
  ["an option", option(int64), 5n],
  ["a variant without payload", choice, { tag: "a" }],
  ["a variant", choice, { tag: "b", value: 1 }],
  ["a variant that takes no bytes", empty, { tag: "b", value: { y: undefined } }],
  ["a variant after a pointer", enumOf({ a: unit, b: int64 }), { tag: "b", value: 5n }],
  ["a short text", text, "hello"],
  ["a text", text, "hello world, how are you?"],
  ["a text of two bytes a character", text, "ž".repeat(40)],
  ["a long text", text, "x".repeat(300)],
  ["bytes", bytes, new Uint8Array(4)],
  ["a typed array", typedArray(int32), new Int32Array(2)],
  ["an empty array", array(tuple({ a: bool })), []],
  ["an array of numbers", array(float64), many],
  ["an array of options", array(option(bool)), [null, true, false]],
  ["a date", jsDate, new Date(0)],
];

// A process of its own has a small heap, which is measured quickly and exactly.
for (const [name, item, value] of kinds) {
  const codec = array<unknown, never>(item);
  const encode = (count: number): Uint8Array =>
    codec.encode(Array.from({ length: count }, () => value as never));
  const count = /\d{3}/.test(name) ? 1000 : 10_000;
  const encoded = encode(count);
  const uses = [1, 2, 3].map(() =>
    heapUse(() => codec.decode(encoded, { maxExpansion: Infinity, maxZeroSizedItems: Infinity })),
  );
  const measured = uses.toSorted((a, b) => a - b)[1]! / count;
  const charged = chargeOf(codec, encode(100)) / 100;
  const bytes = encoded.length / count;
  console.log(JSON.stringify({ name, measured, charged, bytes }));
}
