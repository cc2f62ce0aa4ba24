import { expect, test } from "vitest";
import {
  type AnyCodec,
  array,
  bool,
  bytes,
  type Codec,
  date,
  decimal,
  duration,
  enumOf,
  float32,
  float64,
  int16,
  int32,
  int64,
  int8,
  isoDate,
  named,
  option,
  prim16,
  prim32,
  prim64,
  prim8,
  recursive,
  text,
  time,
  timestamp,
  tuple,
  uint16,
  uint32,
  uint64,
  uint8,
  unit,
} from "../../src/index.ts";
import { createTuple } from "../../src/codecs/tuple.ts";
import { emitModule } from "../../src/emit.ts";

interface Tree {
  readonly label: string;
  readonly children: readonly Tree[];
}
const tree: Codec<Tree> = recursive(
  () => tuple({ label: text, children: array(tree) }),
  ["m", "Tree"],
);
const list: AnyCodec = recursive(
  () => enumOf({ end: unit, more: tuple({ item: int32, rest: list }) }),
  ["m", "List"],
);
const meters = named(["m", "Meters"], float64);
const flag = named(["m", "Flag"], bool);
const numbered = (count: number, payload: AnyCodec): AnyCodec =>
  enumOf(Object.fromEntries(Array.from({ length: count }, (_, i) => [`v${i}`, payload])));

const codecs: Readonly<Record<string, AnyCodec>> = {
  Numbers: tuple({ a: int8, b: int16, c: int32, d: int64, e: float32, f: float64, g: bool }),
  Unsigned: tuple({ a: uint8, b: uint16, c: uint32, d: uint64 }),
  Bits: tuple({ a: prim8, b: prim16, c: prim32, d: prim64 }),
  Times: tuple({ a: date, b: time, c: timestamp, d: duration, e: decimal }),
  Blob: bytes,
  Texts: tuple({ id: int32, title: text, data: bytes, note: text }),
  List: createTuple([
    { name: "a", codec: int8 },
    { name: null, codec: text },
  ]),
  OneField: tuple({ only: text }),
  OddNames: tuple({ toString: int8, "due date": uint8 }),
  Nothing: unit,
  Day: tuple({ day: isoDate, distance: meters }),
  Meters: meters,
  Flag: flag,
  UnderAName: tuple({ of: named(["m", "Inner"], tuple({ a: int8 })) }),
  ArrayOfInts: array(int32),
  ArrayOfFloats: array(float64),
  ArrayOfSingles: array(float32),
  ArrayOfFlags: array(bool),
  ArrayOfTexts: array(text),
  ArrayOfRows: array(tuple({ a: int32, b: option(int64) })),
  ArrayOfDeep: array(array(int32)),
  ArrayOfNothing: array(unit),
  NoNames: enumOf({}),
  OneName: enumOf({ only: unit }),
  Names: enumOf({ a: unit, b: unit }),
  NineNames: numbered(9, unit),
  OptionInPlace: option(int16),
  OptionOfText: option(text),
  OptionOfRow: option(tuple({ a: array(int8) })),
  Tagged: enumOf({ dot: unit, small: int8, flag: bool }),
  TaggedWithPointers: enumOf({ none: unit, number: float64, text, rows: array(int8) }),
  Tree: tree,
  Chain: list,
};

test("the text of a module is the one on file", async () => {
  const nameOf = new Map(Object.entries(codecs).map(([name, codec]) => [codec, name]));
  const module = emitModule(codecs, {
    expressionOf: (codec) => (codec === isoDate ? "isoDate" : undefined),
    typeOf: (codec) => nameOf.get(codec) ?? "unknown",
    isBranded: (codec) => codec === meters || codec === flag,
    constantOf: (codec) => nameOf.get(codec),
  });
  const constants = Object.entries(module.codecs).map(
    ([name, code]) => `export const ${name} = ${code};`,
  );
  const text = [
    `import { ${module.imports.join(", ")} } from "@lutra/bin/generated";`,
    `import { ${module.combinators.join(", ")} } from "@lutra/bin";`,
    module.functions,
    ...constants,
    "",
  ];
  await expect(text.join("\n\n")).toMatchFileSnapshot("../fixtures/module.ts.txt");
});

test("names of variants are compared one by one up to 16 of them, above they are looked up", () => {
  const writerOf = (count: number): string =>
    emitModule({}, { encoders: { Root: numbered(count, bool) } }).functions;
  expect(writerOf(16)).toContain('switch (tag) {\n    case "v0":');
  expect(writerOf(17)).toContain("switch (constant0.get(tag)) {\n    case 0:");
});
