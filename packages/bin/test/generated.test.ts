import { expect, it } from "vitest";
import { emitModule } from "../src/emit.ts";
import { compiledCodec, decoder, encoder } from "../src/generated.ts";
import {
  array,
  type Codec,
  DecodeError,
  enumOf,
  int32,
  int64,
  mapped,
  option,
  text,
  tuple,
  typedArray,
  unit,
} from "../src/index.ts";
import { moduleCodec } from "./support/twins.ts";

const row = tuple({ id: int32, title: text });

it("puts generated codecs into others like the codecs they come from", () => {
  const maybe = option(int32);
  const [rowTwin, maybeTwin] = [moduleCodec(row), moduleCodec(maybe)];
  const unitTwin = moduleCodec(unit);
  const pairs: readonly (readonly [Codec<unknown>, Codec<unknown>, unknown])[] = [
    [array(row), array(rowTwin), [{ id: 1, title: "a" }]],
    [
      enumOf({ none: unit, some: maybe }),
      enumOf({ none: unit, some: maybeTwin }),
      { tag: "some", value: null },
    ],
    [enumOf({ a: unit, b: row }), enumOf({ a: unitTwin, b: rowTwin }), { tag: "a" }],
    [enumOf({ a: unit, b: unit }), enumOf({ a: unitTwin, b: unitTwin }), "b"],
  ];
  for (const [own, twin, value] of pairs) {
    expect(twin.encode(value)).toEqual(own.encode(value));
    expect(twin.decode(own.encode(value))).toEqual(value);
    for (const freeBytes of [0, 40, 80, 120, 160, 200]) {
      const limits = { freeBytes, maxExpansion: 0 };
      const [a, b] = [own, twin].map((codec) => {
        try {
          return codec.decode(own.encode(value), limits);
        } catch (error) {
          return (error as Error).message;
        }
      });
      expect(b).toEqual(a);
    }
  }
  expect(() => option(maybeTwin as Codec<number>).ops).toThrow("can be null or undefined itself");
});

it("has halves for code that goes one way only", () => {
  const write = encoder<unknown>(row.headBytes, row.ops.write);
  const read = decoder(row.headBytes, 200, row.ops.read);
  const value = { id: 4, title: "four" };
  expect(write.encode(value)).toEqual(row.encode(value));
  expect(write.encode(value, { prefixBytes: 3 })).toEqual(row.encode(value, { prefixBytes: 3 }));
  expect(read.decode(write.encode(value))).toEqual(value);
  expect(() => read.decode(new Uint8Array(3))).toThrow(DecodeError);
  expect(() => read.decode(row.encode(value), { freeBytes: 0, maxExpansion: 0 })).toThrow("memory");
  expect(() => write.encode({ id: 1 })).toThrow(".title: expected a string, got undefined");
});

it("names functions by their codecs and tells what they need", () => {
  const emitted = emitModule({ Row: row, RowList: array(row), Id: int32 });
  expect(emitted.functions).toContain("function readRow(r, at) {");
  expect(emitted.functions).toContain("function writeRowList(w, v, at) {");
  expect(emitted.functions).toContain("function readId(r, at) {");
  expect(emitted.functions.match(/function readRow\(/g)).toHaveLength(1);
  expect(emitted.imports).toContain("readText");
  expect(emitted.codecs["Row"]).toBe(
    "/* @__PURE__ */ compiledCodec({ headBytes: 12, memory: 80, read: readRow, write: writeRow })",
  );
  expect(emitModule({ Row: row })).toEqual(emitModule({ Row: row }));
});

it("gives unnamed parts names that no codec has", () => {
  const { functions } = emitModule({ Outer: array(row), Part1: option(text) });
  expect(functions).toContain("function readPart2(r, at) {");
});

it("refuses codecs whose functions have no text, and names that are none", () => {
  const shout = mapped(text, { decode: (own) => own, encode: (own: string) => own });
  expect(() => emitModule({ A: array(shout) })).toThrow("a mapping; use the codec below it");
  expect(() => emitModule({ A: int64.asNumber })).toThrow("asNumber; use the bigint");
  expect(() => emitModule({ A: typedArray(int32) })).toThrow("a typed array; use array");
  expect(() => emitModule({ "A b": row })).toThrow('must be an identifier, got "A b"');
  const parts = { headBytes: 4, memory: 0, read: () => 1, write: () => undefined };
  expect(() => emitModule({ A: compiledCodec(parts) })).toThrow("generated code");
});
