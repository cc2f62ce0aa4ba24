import { expect, it } from "vitest";
import { createCodec } from "../src/codecs/base/create-codec.ts";
import { emitModule, valueForm } from "../src/emit.ts";
import { compiledCodec, decoder, encoder } from "../src/generated.ts";
import {
  type AnyCodec,
  array,
  bytes,
  type Codec,
  DecodeError,
  enumOf,
  int32,
  int64,
  isoDate,
  mapped,
  named,
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
  const pairs: readonly (readonly [AnyCodec, AnyCodec, unknown])[] = [
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
    expect(twin.encode(value as never)).toEqual(own.encode(value as never));
    expect(twin.decode(own.encode(value as never))).toEqual(value);
    for (const freeBytes of [0, 40, 80, 120, 160, 200]) {
      const limits = { freeBytes, maxExpansion: 0 };
      const [a, b] = [own, twin].map((codec) => {
        try {
          return codec.decode(own.encode(value as never), limits);
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

it("emits only the halves that are asked for", () => {
  const emitted = emitModule({}, { encoders: { Row: row }, decoders: { Maybe: option(text) } });
  expect(emitted.encoders).toEqual({ Row: "/* @__PURE__ */ encoder(12, writeRow)" });
  expect(emitted.decoders).toEqual({ Maybe: "/* @__PURE__ */ decoder(1, 0, readMaybe)" });
  expect(emitted.functions).not.toMatch(/readRow|writeMaybe/);
  expect(emitted.imports.slice(0, 2)).toEqual(["encoder", "decoder"]);
});

it("names parts and uses codecs that have an expression as its caller says", () => {
  const { functions } = emitModule(
    { Days: array(tuple({ day: isoDate })) },
    {
      typeOf: (codec) => (codec === isoDate ? "string" : "unknown"),
      nameOf: () => "Holiday",
      expressionOf: (codec) => (codec === isoDate ? "isoDate" : undefined),
    },
  );
  expect(functions).toContain("const f0 = isoDate.ops.read(r, at) as string;");
  expect(functions).toContain("isoDate.ops.write(w, f0, at);");
  expect(functions).toContain("function writeHoliday(");
});

it("emits the functions of codecs that share a name once", () => {
  const { functions } = emitModule(
    { Row: tuple({ a: option(text), b: option(text) }) },
    { nameOf: () => "Maybe" },
  );
  expect(functions.match(/^function \w+/gm)).toEqual(
    ["readRow", "writeRow", "readMaybe", "writeMaybe"].map((name) => `function ${name}`),
  );
});

it("quotes names so that few characters need an escape", () => {
  const { functions } = emitModule({ Odd: tuple({ 'say "hi"': int32, "it's": text }) });
  expect(functions).toContain(`{ 'say "hi"': f0, "it's": f1 }`);
});

it.each<readonly [string, AnyCodec, unknown]>([
  ["a scalar", int64, { kind: "scalar", name: "Int64", isNumber: false }],
  ["a safe integer", int64.asNumber, { kind: "scalar", name: "Int64", isNumber: true }],
  ["bytes", bytes, { kind: "bytes" }],
  ["an array", array(text), { kind: "array", item: text, isTyped: false }],
  ["a typed array", typedArray(int32), { kind: "array", item: int32, isTyped: true }],
  ["nothing", named(["m", "Nothing"], unit), { kind: "unit" }],
  ["an object", tuple({ a: text }), { kind: "object", fields: [{ name: "a", codec: text }] }],
  ["a list", tuple([text]), { kind: "list", fields: [{ name: null, codec: text }] }],
  ["names", enumOf({ a: unit, b: unit }), { kind: "names", names: ["a", "b"] }],
  ["an option", option(text), { kind: "option", payload: text }],
  ["a mapping", isoDate, { kind: "opaque" }],
  [
    "a union",
    enumOf({ a: unit, b: text }),
    {
      kind: "tagged",
      variants: [
        { name: "a", payload: undefined },
        { name: "b", payload: text },
      ],
    },
  ],
])("tells the form of the values of %s", (_name, codec, form) => {
  expect(valueForm(codec)).toEqual(form);
});

it("refuses codecs whose functions have no text, and names that are none", () => {
  const shout = mapped(text, { decode: (own) => own, encode: (own: string) => own });
  expect(() => emitModule({ A: array(shout) })).toThrow("a mapping; use the codec below it");
  expect(() => emitModule({ A: int64.asNumber })).toThrow("asNumber; use the bigint");
  expect(() => emitModule({ A: typedArray(int32) })).toThrow("a typed array; use array");
  expect(() => emitModule({ "A b": row })).toThrow('must be an identifier, got "A b"');
  const odd = { kind: "scalar", type: ["m", "Odd"] } as const;
  const scalar = createCodec({ shape: odd, headBytes: () => 1, ops: () => int32.ops });
  expect(() => emitModule({ A: array(scalar) })).toThrow("no code for the scalar");
  const parts = { headBytes: 4, memory: 0, read: () => 1, write: () => undefined };
  expect(() => emitModule({ A: compiledCodec(parts) })).toThrow("generated code");
});
