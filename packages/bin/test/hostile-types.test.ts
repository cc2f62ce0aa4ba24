import { createCosts, createRandom, type Random } from "@lutra-internal/testing";
import { afterAll, describe, expect, test } from "vitest";
import {
  codecFor,
  completeTypes,
  DecodeError,
  layoutOf,
  type Ty,
  type TyDef,
} from "../src/index.ts";
import { ParseError, parseCsv, parseJson, parseSource } from "../src/parse.ts";
import { renderCsv, renderJson, renderSource, renderTable, renderType } from "../src/render.ts";
import { TypeViews } from "../src/transcode.ts";
import { array, enumOf, ident, option, std, tuple, unit } from "./support/make-ty.ts";

/** Returns `A0 = inner` and further definitions, of which each mentions the one before `width` times. */
function doubling(levels: number, inner: Ty, width = 2): readonly TyDef[] {
  return Array.from({ length: levels + 1 }, (_, level) => {
    const below = ident(`A${level - 1}`);
    const fields = Array.from({ length: width }, (__, i) => [`f${i}`, below] as const);
    return { name: [`A${level}`], ty: level === 0 ? inner : tuple(...fields) };
  });
}

/** Returns everything in the package that walks a type without a value of it. */
function walks(ty: Ty, defs: readonly TyDef[]): readonly (() => unknown)[] {
  const bytes = new Uint8Array(64);
  return [
    () => codecFor(ty, defs).decode(bytes),
    () => codecFor(array(ty), defs).decode(bytes),
    () => codecFor(array(ty), defs).decode(Uint8Array.of(8, 0, 0, 0, 100, 0, 0, 0)),
    () => codecFor(option(ty), defs).decode(Uint8Array.of(1, 4, 0, 0, 0, 1)),
    () => layoutOf(ty, defs),
    () => completeTypes(ty, defs),
    () => new TypeViews(defs).of(ty),
    () => renderType(ty),
    () => renderTable([], array(ty), defs),
    () => renderCsv([], array(ty), defs),
    () => renderJson([], array(ty), defs),
    () => renderSource({}, ty, defs),
    () => parseSource("{}", ty, defs),
    () => parseJson("{}", ty, defs),
    () => parseCsv("f0,f1\n{},{}\n", ty, defs),
  ];
}

const refusals = [DecodeError, ParseError, TypeError, RangeError];

const costs = createCosts("types and values made up at random");
afterAll(() => costs.write());

/** Runs a walk, which ends in a value or in one of the errors of the package. */
function attempt(walk: () => unknown, inputBytes = 64): "done" | "refused" {
  try {
    costs.measure(inputBytes, walk);
    return "done";
  } catch (error) {
    if (refusals.some((kind) => error instanceof kind)) return "refused";
    throw error;
  }
}

describe("definitions that mention others twice", () => {
  const inners: readonly (readonly [string, Ty])[] = [
    ["unit", unit],
    ["a byte", std("Uint8")],
    ["a text", std("Text")],
    ["an array of itself", array(ident("A3"))],
    ["an option", option(std("Bool"))],
    ["an enum of units", enumOf(["a"], ["b"])],
  ];
  // Without sharing of work, 200 levels would take longer than the universe has been there.
  test.each(inners)("are walked once each: %s", (_name, inner) => {
    const defs = doubling(200, inner);
    const size = JSON.stringify(defs).length;
    const outcomes = walks(ident("A200"), defs).map((walk) => attempt(walk, size));
    expect(outcomes).toContain("refused");
  });

  test("are decoded to no more than the limits allow", () => {
    for (let levels = 0; levels < 60; levels++) {
      const codec = codecFor(ident(`A${levels}`), doubling(levels, unit));
      const outcome = attempt(() => codec.decode(new Uint8Array(0)));
      // Each level is an object of 56 bytes for each two of the level below.
      expect([levels, outcome]).toEqual([levels, levels <= 10 ? "done" : "refused"]);
    }
  });

  test("have the layout that they have, up to a million pointers", () => {
    const defs = doubling(30, std("Text"));
    expect(layoutOf(ident("A10"), defs)).toMatchObject({ headSize: 64 * 1024 });
    expect(layoutOf(ident("A10"), defs).bodyPtrs).toHaveLength(1024);
    expect(() => layoutOf(ident("A30"), defs)).toThrow("the type is too large");
    expect(() => layoutOf(ident("A30"), doubling(30, std("Uint8")))).toThrow(
      "the type is too large",
    );
  });
});

describe("fields that take no bytes", () => {
  const fields = Array.from({ length: 500 }, (_, i) => [`u${i}`, unit] as const);

  test("are charged what they take in memory", () => {
    const rows = codecFor(array(tuple(["a", std("Uint8")], ...fields)), []);
    const encoded = Uint8Array.from([8, 0, 0, 0, 0, 4, 0, 0, ...new Uint8Array(1024)]);
    expect(() => rows.decode(encoded)).toThrow(/^the value takes more than 197632 bytes of memory/);
    expect(rows.decode(encoded, { maxExpansion: 40_000 })).toHaveLength(1024);
  });

  test("count as many items without bytes as they take memory", () => {
    const rows = codecFor(array(tuple(...fields)), []);
    const claim = (count: number): Uint8Array => new Uint8Array(new Uint32Array([8, count]).buffer);
    expect(rows.decode(claim(19))).toHaveLength(19);
    expect(() => rows.decode(claim(20))).toThrow(/maxZeroSizedItems/);
    expect(codecFor(array(tuple(["a", unit])), []).decode(claim(10_000))).toHaveLength(10_000);
  });

  test("honest rows of every width up to a hundred columns pass by default", () => {
    for (const width of [1, 2, 4, 5, 8, 25, 26, 50, 100]) {
      const columns = Array.from({ length: width }, (_, i) => [`c${i}`, std("Bool")] as const);
      const codec = codecFor(array(tuple(...columns)), []);
      const row = Object.fromEntries(columns.map(([name]) => [name, true]));
      const encoded = codec.encode(Array.from({ length: 1000 }, () => row));
      expect(codec.decode(encoded)).toHaveLength(1000);
    }
  });
});

describe("long chains", () => {
  /** Counts the looks at the definitions `A0 = Int32`, `A1 = wrap(A0)`, ... while all of them are viewed. */
  function looks(size: number, wrap: (below: Ty) => Ty): number {
    let count = 0;
    const counted = (ty: Ty): Ty => ({
      ...ty,
      get kind() {
        count++;
        return ty.kind;
      },
    });
    const defs = Array.from({ length: size }, (_, i) => {
      return { name: [`A${i}`], ty: counted(i === 0 ? std("Int32") : wrap(ident(`A${i - 1}`))) };
    });
    const views = new TypeViews(defs);
    for (const def of defs) views.of(def.ty);
    return count;
  }

  test.each([
    ["names", (below: Ty): Ty => below],
    ["options", option],
  ])("of %s are followed once", (_name, wrap) => {
    const [few, many] = [looks(250, wrap), looks(2000, wrap)];
    expect(few).toBeGreaterThanOrEqual(250);
    expect(many).toBeLessThanOrEqual(8.1 * few);
  });

  test("of options alternate between null and tags, from the inside out", () => {
    const defs = Array.from({ length: 50 }, (_, i) => {
      return { name: [`A${i}`], ty: option(i === 0 ? std("Int32") : ident(`A${i - 1}`)) };
    });
    const shapes = (order: readonly TyDef[]): unknown[] => {
      const views = new TypeViews(defs);
      return order.map(({ ty }) => views.of(ty)).map((view) => "shape" in view && view.shape);
    };
    const expected = defs.map((_, i) => (i % 2 === 0 ? "option" : "tagged"));
    expect(shapes(defs)).toEqual(expected);
    expect(shapes(defs.toReversed())).toEqual(expected.toReversed());
  });

  test("of options that return to themselves are tagged from there on", () => {
    const loop = [
      { name: ["A"], ty: option(ident("B")) },
      { name: ["B"], ty: option(ident("A")) },
      { name: ["C"], ty: option(ident("A")) },
    ];
    for (const order of [loop, loop.toReversed()]) {
      const views = new TypeViews(loop);
      for (const { ty } of order) views.of(ty);
      const shapes = loop
        .map(({ ty }) => views.of(ty))
        .map((view) => "shape" in view && view.shape);
      expect(shapes).toEqual(["tagged", "tagged", "option"]);
    }
  });
});

/** Returns a type of up to some depth, which may mention the definitions. */
function randomType(random: Random, depth: number, names: number): Ty {
  const part = (): Ty => randomType(random, depth - 1, names);
  if (depth <= 0 || random.oneIn(4))
    return random.pick([
      unit,
      std(random.pick(["Bool", "Uint8", "Int32", "Int64", "Float32", "Text", "Timestamp"])),
      ident(`D${random.below(names)}`),
    ]);
  const width = random.pick([0, 1, 2, 3, 40]);
  const name = (i: number): string | null => (random.oneIn(8) ? null : `f${i}`);
  switch (random.below(4)) {
    case 0:
      return array(part());
    case 1:
      return option(part());
    case 2:
      return enumOf(...Array.from({ length: width + 1 }, (_, i) => [`v${i}`, part()] as const));
    default:
      return tuple(...Array.from({ length: width }, (_, i) => [name(i), part()] as const));
  }
}

/** Returns bytes that are zero, small or anything, so that counts and offsets are often possible. */
function randomBytes(random: Random): Uint8Array {
  const bytes = new Uint8Array(random.below(200));
  for (let i = 0; i < bytes.length; i++)
    bytes[i] = random.pick([0, 0, 0, 0, random.below(16), random.below(256)]);
  return bytes;
}

/** Counts the objects, and what they hold, up to a number. */
function sizeOf(value: unknown, most: number): number {
  let size = 0;
  const open: unknown[] = [value];
  while (open.length > 0 && size < most) {
    const next = open.pop();
    size++;
    if (typeof next === "object" && next !== null && !ArrayBuffer.isView(next))
      for (const part of Object.values(next)) open.push(part);
  }
  return size;
}

test("types and bytes from anyone give a value within the limits, or an error", () => {
  const random = createRandom(1204);
  const outcomes = { done: 0, refused: 0 };
  const tooLarge: number[] = [];
  for (let round = 0; round < 1000; round++) {
    const names = 1 + random.below(12);
    const defs = Array.from({ length: names }, (_, i) => {
      return { name: [`D${i}`], ty: randomType(random, 2, names) };
    });
    const bytes = randomBytes(random);
    const outcome = attempt(() => {
      const codec = codecFor(randomType(random, 3, names), defs);
      const value = codec.decode(bytes);
      // A value takes at least eight bytes, except for items that take none in the input.
      const most = (bytes.length * 128 + 65_536) / 8 + 10_000 * 9;
      if (sizeOf(value, most) >= most) tooLarge.push(round);
      const again = codec.decode(codec.encode(value), { maxExpansion: Infinity });
      if (sizeOf(again, most) !== sizeOf(value, most)) tooLarge.push(round);
    });
    outcomes[outcome]++;
  }
  expect(tooLarge).toEqual([]);
  expect(outcomes.done).toBeGreaterThan(100);
  expect(outcomes.refused).toBeGreaterThan(100);
});
