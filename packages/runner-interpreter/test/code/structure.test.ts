import { describe, expect, test } from "vitest";
import { type Code, PlaceCode, ValueCode } from "../../src/code/code.ts";
import { ConstantCode } from "../../src/code/constant.ts";
import { ArrayCode, TupleCode, VariantCode } from "../../src/code/structure.ts";
import { Chunk } from "../../src/memory/chunk.ts";
import { flatten } from "../../src/memory/flatten.ts";
import type { Layout } from "../../src/memory/layout.ts";
import type { Machine } from "../../src/memory/machine.ts";
import { begunMachine } from "../support/machine.ts";

const byte = (machine: Machine, value: number): Code =>
  new ValueCode(machine, "int8", () => () => value);
const flat = (size: number): Layout => ({ size, pointers: [] });

/** Returns a tuple of three numbers of one byte. */
const triple = (machine: Machine): TupleCode =>
  new TupleCode(
    machine,
    [1, 2, 3].map((value) => ({ code: byte(machine, value), layout: flat(1) })),
  );
/** Returns an enum of a tag, and a pointer to a number. */
const boxed = (machine: Machine, paddingBytes = 0): VariantCode =>
  new VariantCode(
    machine,
    { tag: Uint8Array.of(5), innerBytes: 4, hasPointer: true, paddingBytes },
    byte(machine, 9),
  );

/** Returns the bytes of a value and of all that it refers to. */
function bytesOf(machine: Machine, code: Code): number[] {
  const at = code.place()();
  return [...flatten(machine, machine.chunk, at)];
}

test.each<[string, (machine: Machine) => Code, readonly number[]]>([
  ["a tuple is its fields", triple, [1, 2, 3]],
  ["a variant is its tag and a pointer to its payload", boxed, [5, 4, 0, 0, 0, 9]],
  ["a variant without payload leads nowhere", (machine) => boxed(machine, 4), [5, 0, 0, 0, 0]],
  ["a variant with any padding has no payload", (machine) => boxed(machine, 1), [5, 0, 0, 0, 0]],
  [
    "a variant in place is its tag, its payload and what that leaves of the room",
    (machine) =>
      new VariantCode(
        machine,
        { tag: Uint8Array.of(5, 6), innerBytes: 5, hasPointer: false, paddingBytes: 2 },
        triple(machine),
      ),
    [5, 6, 1, 2, 3, 0, 0],
  ],
  [
    "a variant that is all padding is its tag",
    (machine) =>
      new VariantCode(
        machine,
        { tag: Uint8Array.of(5), innerBytes: 0, hasPointer: false, paddingBytes: 4 },
        new TupleCode(machine, []),
      ),
    [5],
  ],
  [
    "an array is a head and its items",
    (machine) =>
      new ArrayCode(machine, [byte(machine, 1), byte(machine, 2), byte(machine, 3)], flat(1)),
    [8, 0, 0, 0, 3, 0, 0, 0, 1, 2, 3],
  ],
])("%s", (_, make, bytes) => {
  const machine = begunMachine();
  expect(bytesOf(machine, make(machine))).toEqual(bytes);
});

describe("a head", () => {
  const emitted = (make: (machine: Machine) => Code, layout: Layout): number[] => {
    const machine = begunMachine();
    const target = new Chunk(new Uint8Array(6));
    make(machine).emit(layout)(target, 1);
    return [...target.bytes];
  };

  test("is written whole, or its first bytes where no more are needed", () => {
    expect(emitted(triple, flat(3))).toEqual([0, 1, 2, 3, 0, 0]);
    expect(emitted(triple, flat(2))).toEqual([0, 1, 2, 0, 0, 0]);
  });

  test("is refused where a longer one is needed", () => {
    expect(() => emitted(triple, flat(4))).toThrow("a value of 3 bytes where one of 4 is needed");
  });

  test.each([flat(5), flat(6), { size: 5, pointers: [0] }])(
    "with a pointer where %j has none is refused",
    (layout) => {
      expect(() => emitted(boxed, layout)).toThrow(
        "a pointer at byte 1 of a head whose layout has none there",
      );
    },
  );

  test("with a pointer is written where one is expected, or cut before it", () => {
    expect(emitted(boxed, { size: 5, pointers: [1] })).toEqual([0, 5, 255, 255, 255, 255]);
    expect(emitted(boxed, flat(1))).toEqual([0, 5, 0, 0, 0, 0]);
  });
});

test("a value that may get links has its own chunk, and others share one", () => {
  const machine = begunMachine();
  const chunkOf = (code: Code): Chunk => {
    code.place()();
    return machine.chunk;
  };
  expect(chunkOf(triple(machine))).toBe(chunkOf(triple(machine)));
  expect(chunkOf(boxed(machine))).not.toBe(chunkOf(boxed(machine)));
});

describe("the shape", () => {
  const numbers = (machine: Machine): Code => new ArrayCode(machine, [byte(machine, 1)], flat(1));
  const unknown = (machine: Machine): Code => new PlaceCode(machine, () => () => 0);

  test("of a tuple has the bodies of its fields", () => {
    const machine = begunMachine();
    const tuple = new TupleCode(machine, [
      { code: byte(machine, 1), layout: flat(1) },
      { code: numbers(machine), layout: { size: 8, pointers: [0] } },
    ]);
    const { layout, bodies } = tuple.shape();
    expect(layout).toEqual({ size: 9, pointers: [1] });
    expect([...bodies.keys()]).toEqual([1]);
    expect(bodies.get(1)).toMatchObject({ tag: "array", items: { layout: flat(1) } });
  });

  test.each([
    [0, { size: 1, pointers: [] }],
    [1, undefined],
    [4, undefined],
  ])("of a variant with a pointer and %i bytes of padding has its payload", (padding, layout) => {
    const { bodies } = boxed(begunMachine(), padding).shape();
    const body = bodies.get(1);
    expect(body).toMatchObject({ tag: "enum", tagBytes: 1 });
    if (body?.tag !== "enum") return;
    expect([...body.variants].map(([tag, payload]) => [tag, payload?.layout])).toEqual([
      ["\u0005", layout],
    ]);
  });

  test("of a variant in place has no bodies", () => {
    const machine = begunMachine();
    const variant = new VariantCode(
      machine,
      { tag: Uint8Array.of(5), innerBytes: 8, hasPointer: false, paddingBytes: 0 },
      numbers(machine),
    );
    expect(variant.shape()).toEqual({ layout: flat(9), bodies: new Map() });
  });

  test("of an array has what any of its items tells", () => {
    const machine = begunMachine();
    const layout = { size: 8, pointers: [0] };
    const nested = new ArrayCode(machine, [unknown(machine), numbers(machine)], layout);
    expect(nested.shape().bodies.get(0)).toMatchObject({
      tag: "array",
      items: { layout, bodies: new Map([[0, { tag: "array", items: { layout: flat(1) } }]]) },
    });
  });
});

test("a tuple and a constant are empty if they have no bytes", () => {
  const machine = begunMachine();
  const bytes = new Chunk(new Uint8Array(2));
  expect(new TupleCode(machine, []).isEmpty).toBe(true);
  expect(triple(machine).isEmpty).toBe(false);
  expect([0, 1, 2, 3].map((at) => new ConstantCode(machine, bytes, at).isEmpty)).toEqual([
    false,
    false,
    true,
    true,
  ]);
});
