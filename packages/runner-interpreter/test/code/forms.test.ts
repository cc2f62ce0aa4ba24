import { array, text } from "@lutra/bin";
import { describe, expect, test } from "vitest";
import { DerefCode, offsetCode } from "../../src/code/access.ts";
import { type Code, type Kind, PlaceCode, ValueCode } from "../../src/code/code.ts";
import { ConstantCode } from "../../src/code/constant.ts";
import { BindingCode, SwitchCode } from "../../src/code/control.ts";
import { FoldCode } from "../../src/code/fold.ts";
import { Slot, SlotCode } from "../../src/code/slot.ts";
import { flatShape, shapeAt, textShape, tupleShape } from "../../src/code/known-shape.ts";
import { ArrayCode, TupleCode, VariantCode } from "../../src/code/structure.ts";
import { Chunk } from "../../src/memory/chunk.ts";
import { flatten } from "../../src/memory/flatten.ts";
import { arrayLayout, type Layout } from "../../src/memory/layout.ts";
import type { Machine } from "../../src/memory/machine.ts";
import type { TextSlice } from "../../src/memory/text-slice.ts";
import type { CodeKind } from "../../src/values/kinds.ts";
import { begunMachine } from "../support/machine.ts";

const word: Layout = { size: 4, pointers: [] };

/** Returns 32-bit integers as bytes. */
const words = (...values: readonly number[]): Uint8Array =>
  new Uint8Array(Int32Array.from(values).buffer);
const constant = (machine: Machine, bytes: Uint8Array): ConstantCode =>
  new ConstantCode(machine, new Chunk(bytes));
/** Returns code of a value in memory, after other bytes. */
const placed = (machine: Machine, bytes: Uint8Array): Code =>
  new PlaceCode(machine, () => () => {
    machine.chunk = new Chunk(Uint8Array.of(255, 255, 255, ...bytes));
    return 3;
  });
const int32 = (machine: Machine, value: number): Code =>
  new ValueCode(machine, "int32", () => () => value);
const bool = (machine: Machine, value: boolean): Code =>
  new ValueCode(machine, "bool", () => () => value);
/** Returns code of a computed `Text`. */
const textOf = (machine: Machine, value: string): Code =>
  new ValueCode(machine, "text", () => constant(machine, text.encode(value)).value("text"));
const textsOf = (machine: Machine, ...values: readonly string[]): Code =>
  new ValueCode(machine, "texts", () =>
    constant(machine, array(text).encode(values)).value("texts"),
  );

/** Returns code that binds what an expression yields and uses it. */
function bound(machine: Machine, expression: Code, use: (slot: SlotCode) => Code): Code {
  const slot = new Slot(machine);
  slot.describe = () => expression.shape();
  return new BindingCode(machine, [slot], [expression], use(new SlotCode(machine, slot)));
}

/** Returns code that chooses among constants: the one at `index` of `count`. */
function chosen(machine: Machine, index: number, count: number): Code {
  const conditions = Array.from({ length: count - 1 }, (_, i) => bool(machine, i >= index));
  const branches = Array.from({ length: count }, (_, i) => int32(machine, i === index ? 7 : -1));
  return new SwitchCode(machine, conditions, branches);
}

/** Returns code that goes through numbers and keeps the last one; of what kind the accumulator is, others say. */
function last(machine: Machine, initial: Code, body: (item: SlotCode) => Code): Code {
  const item = new Slot(machine, "data");
  return new FoldCode(machine, {
    items: constant(machine, Uint8Array.of(8, 0, 0, 0, 3, 0, 0, 0, ...words(5, 6, 7))),
    itemBytes: 4,
    initial,
    accumulator: new Slot(machine),
    item,
    body: body(new SlotCode(machine, item)),
    steps: 2,
  });
}

/** Code of the number 7. */
const sevens: Readonly<Record<string, (machine: Machine) => Code>> = {
  "a value": (machine) => int32(machine, 7),
  "a value of another kind of that size": (machine) =>
    new ValueCode(machine, "float32", () => () => 7 * 2 ** -149),
  "a constant": (machine) => constant(machine, words(7)),
  "a field of a field of a constant": (machine) =>
    constant(machine, words(1, 2, 7))
      .at(4)
      .at(4),
  "a value in memory": (machine) => placed(machine, words(7)),
  "a field of a value in memory": (machine) => offsetCode(machine, placed(machine, words(1, 7)), 4),
  "a field of a field of a value in memory": (machine) =>
    offsetCode(machine, offsetCode(machine, placed(machine, words(1, 2, 7)), 4), 4),
  "a bound value": (machine) => bound(machine, int32(machine, 7), (slot) => slot),
  "a bound value in memory": (machine) => bound(machine, placed(machine, words(7)), (slot) => slot),
  "a field of a field of what is bound": (machine) =>
    bound(machine, placed(machine, words(1, 2, 7)), (slot) => slot.at(4).at(4)),
  "a field of a bound value": (machine) =>
    bound(machine, new ValueCode(machine, "int64", () => () => 7 * 2 ** 32 + 1), (slot) =>
      slot.at(4),
    ),
  "the target of a pointer": (machine) => new DerefCode(machine, constant(machine, words(8, 1, 7))),
  "a value that is bound by the way": (machine) =>
    bound(machine, int32(machine, 1), () => int32(machine, 7)),
  "the second of two bound values": (machine) => {
    const slots = [new Slot(machine), new Slot(machine)];
    const body = new SlotCode(machine, slots[1]!);
    const expressions = [int32(machine, 1), placed(machine, words(7))];
    return new BindingCode(machine, slots, expressions, body);
  },
  "the first of two branches": (machine) => chosen(machine, 0, 2),
  "the last of two branches": (machine) => chosen(machine, 1, 2),
  "the first of four branches": (machine) => chosen(machine, 0, 4),
  "the third of four branches": (machine) => chosen(machine, 2, 4),
  "the last of four branches": (machine) => chosen(machine, 3, 4),
  "a branch among those of other kinds": (machine) =>
    new SwitchCode(
      machine,
      [bool(machine, false)],
      [new ValueCode(machine, "uint32", () => () => 1), int32(machine, 7)],
    ),
  "a fold of values": (machine) =>
    last(
      machine,
      int32(machine, 0),
      (item) => new ValueCode(machine, "int32", () => item.value("int32")),
    ),
  "a fold of values in memory": (machine) =>
    last(machine, placed(machine, words(0)), (item) => item),
  "a fold that begins with a constant": (machine) =>
    last(machine, constant(machine, words(0)), (item) => item),
  "a tuple of one field": (machine) =>
    new TupleCode(machine, [{ code: int32(machine, 7), layout: word }]),
  "a variant without payload": (machine) =>
    new VariantCode(
      machine,
      { tag: Uint8Array.of(7), innerBytes: 3, hasPointer: false, paddingBytes: 3 },
      new TupleCode(machine, []),
    ),
};

describe.each(Object.keys(sevens))("%s", (name) => {
  const make = sevens[name] as (typeof sevens)[string];

  test("is a JavaScript value", () => {
    const machine = begunMachine();
    expect(make(machine).value("int32")()).toBe(7);
  });

  test("is a value in memory, each time", () => {
    const machine = begunMachine();
    const place = make(machine).place();
    for (let i = 0; i < 2; i++) {
      const at = place();
      expect(machine.chunk.view.getInt32(at, true)).toBe(7);
    }
  });

  test("writes a head, and nothing around it", () => {
    const machine = begunMachine();
    const target = new Chunk(new Uint8Array(12).fill(170).fill(0, 2, 6));
    make(machine).emit(word)(target, 2);
    expect([...target.bytes]).toEqual([170, 170, 7, 0, 0, 0, ...Array<number>(6).fill(170)]);
  });

  test("is known to have four bytes, or nothing is known", () => {
    const { layout } = make(begunMachine()).shape();
    expect([4, undefined]).toContain(layout?.size);
  });
});

/** Code of texts, each with the text that it is. */
const someTexts: Readonly<Record<string, (machine: Machine) => Code>> = {
  "a constant": (machine) => constant(machine, text.encode("otter")),
  "a text": (machine) => textOf(machine, "otter"),
  "a text in memory": (machine) => placed(machine, text.encode("otter")),
  "a part of a text": (machine) =>
    new ValueCode(machine, "text", () => {
      const run = textOf(machine, "an otter!").value("text");
      return () => {
        const whole: TextSlice = run();
        return whole.part(whole.start + 3, whole.end - 1);
      };
    }),
  "a bound text": (machine) => bound(machine, textOf(machine, "otter"), (slot) => slot),
  "a bound text in memory": (machine) =>
    bound(machine, placed(machine, text.encode("otter")), (slot) => slot),
  "a field of texts": (machine) => {
    const tuple = new TupleCode(
      machine,
      ["a", "otter"].map((each) => ({ code: textOf(machine, each), layout: arrayLayout })),
    );
    return offsetCode(machine, tuple, 8);
  },
};

test.each(Object.keys(someTexts))("%s is the same in each of its forms", (name) => {
  const make = someTexts[name] as (typeof someTexts)[string];
  const machine = begunMachine();
  const { bytes, start, end } = make(machine).value("text")();
  expect(new TextDecoder().decode(bytes.subarray(start, end))).toBe("otter");
  const at = make(machine).place()();
  expect(text.decode(flatten(machine, machine.chunk, at))).toBe("otter");
  const target = new Chunk(new Uint8Array(12));
  make(machine).emit(arrayLayout)(target, 4);
  expect(text.decode(flatten(machine, target, 4))).toBe("otter");
});

test.each<[string, (machine: Machine) => Code]>([
  ["a list", (machine) => textsOf(machine, "a", "bc")],
  ["a bound list", (machine) => bound(machine, textsOf(machine, "a", "bc"), (slot) => slot)],
  ["a constant", (machine) => constant(machine, array(text).encode(["a", "bc"]))],
  [
    "an array of texts",
    (machine) => new ArrayCode(machine, [textOf(machine, "a"), textOf(machine, "bc")], arrayLayout),
  ],
])("%s of texts is the same in each of its forms", (_, make) => {
  const machine = begunMachine();
  const texts = make(machine).value("texts")();
  const all = Array.from({ length: texts.length }, (__, i) => texts.at(i) as TextSlice);
  expect(
    all.map(({ bytes, start, end }) => new TextDecoder().decode(bytes.subarray(start, end))),
  ).toEqual(["a", "bc"]);
  const at = make(machine).place()();
  expect(array(text).decode(flatten(machine, machine.chunk, at))).toEqual(["a", "bc"]);
  const target = new Chunk(new Uint8Array(12));
  make(machine).emit(arrayLayout)(target, 4);
  expect(array(text).decode(flatten(machine, target, 4))).toEqual(["a", "bc"]);
});

test.each<[string, (machine: Machine) => Code, CodeKind]>([
  ["int32 where int64", (machine) => int32(machine, 7), "int64"],
  ["int32 where text", (machine) => int32(machine, 7), "text"],
  ["text where int64", (machine) => textOf(machine, "a"), "int64"],
])("%s is needed is a fault of the program", (message, make, kind) => {
  expect(() => make(begunMachine()).value(kind)).toThrow(`bad program: ${message} is needed`);
});

test.each<[string, (machine: Machine) => Code, Layout]>([
  ["int32 where a value of 8 bytes", (machine) => int32(machine, 7), arrayLayout],
  ["text where a value of 4 bytes", (machine) => textOf(machine, "a"), { size: 4, pointers: [0] }],
  ["text where a value of 8 bytes", (machine) => textOf(machine, "a"), { size: 8, pointers: [4] }],
])("%s is needed is a fault of the program", (message, make, layout) => {
  expect(() => make(begunMachine()).emit(layout)).toThrow(`bad program: ${message} is needed`);
});

test("what is known of a bound value is known where it is used, and of its fields", () => {
  const machine = begunMachine();
  const slot = new Slot(machine, "data");
  const number = { shape: flatShape(1), layout: { size: 1, pointers: [] } };
  const shape = tupleShape([number, number, { shape: textShape(), layout: arrayLayout }]);
  slot.describe = () => shape;
  const use = new SlotCode(machine, slot);
  expect(use.shape()).toBe(shape);
  expect(bound(machine, int32(machine, 7), () => use).shape()).toBe(shape);
  for (const offset of [1, 2]) expect(use.at(offset).shape()).toEqual(shapeAt(shape, offset));
});

test.each<[string, (machine: Machine) => Code, Kind | undefined]>([
  ["a bound value", (machine) => new SlotCode(machine, new Slot(machine, "int32")), "int32"],
  [
    "a field of a bound value",
    (machine) => new SlotCode(machine, new Slot(machine, "int64")).at(1),
    "data",
  ],
  ["branches of one kind", (machine) => chosen(machine, 0, 3), "int32"],
  [
    "branches of two kinds",
    (machine) => new SwitchCode(machine, [], [int32(machine, 7), bool(machine, true)]),
    "data",
  ],
  [
    "branches of which one has an open kind",
    (machine) =>
      new SwitchCode(machine, [], [new SlotCode(machine, new Slot(machine)), int32(machine, 7)]),
    "int32",
  ],
])("%s has the kind of what it yields", (_, make, kind) => {
  expect(make(begunMachine()).kind).toBe(kind);
});

test("a fold costs its steps for each item", () => {
  const fold = (machine: Machine): number =>
    last(machine, int32(machine, 0), (item) => item).value("int32")();
  expect(fold(begunMachine({ steps: 6 }))).toBe(7);
  expect(() => fold(begunMachine({ steps: 5 }))).toThrow("maxSteps");
});

test("what is bound is let go of at the end of an execution", () => {
  const machine = begunMachine();
  const binders = [placed(machine, words(7)), int32(machine, 7)].map((code) => {
    const slot = new Slot(machine);
    return { slot, bind: slot.binder(machine, code) };
  });
  for (const { bind } of binders) bind();
  const kept = (): unknown[] => binders.map(({ slot }) => [slot.chunk.end, slot.content]);
  expect(kept()).toEqual([
    [7, undefined],
    [0, 7],
  ]);
  machine.end();
  expect(kept()).toEqual([
    [0, undefined],
    [0, undefined],
  ]);
});
