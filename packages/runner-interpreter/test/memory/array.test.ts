import { createRandom } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import { Chunk } from "../../src/memory/chunk.ts";
import { ArrayCollector, copyItems, newArray, openArray } from "../../src/memory/array.ts";
import type { Layout } from "../../src/memory/layout.ts";
import type { Machine } from "../../src/memory/machine.ts";
import { begunMachine } from "../support/machine.ts";

type Make = (machine: Machine, count: number, layout: Layout) => void;

const collect: Make = (machine, count, layout) =>
  new ArrayCollector(machine, layout).add(new Chunk(new Uint8Array(count * 16)), 0, count, 0);

/** Returns the fewest bytes in all with which an array of items of 16 bytes is made. */
function bytesOf(count: number, pointers: readonly number[], make: Make = newArray): number {
  let [refused, enough] = [0, 2 ** 20];
  while (enough - refused > 1) {
    const maxAllocatedBytes = (refused + enough) >>> 1;
    const machine = begunMachine({ allocated: maxAllocatedBytes });
    try {
      make(machine, count, { size: 16, pointers });
      enough = maxAllocatedBytes;
    } catch {
      refused = maxAllocatedBytes;
    }
  }
  return enough;
}

test.each([
  ["without pointers", [], 0],
  ["with a pointer", [8], 8],
  ["with two pointers", [0, 8], 16],
])("items %s take their bytes, and 8 for each pointer", (_, pointers, more) => {
  expect(bytesOf(2000, pointers) - bytesOf(1000, pointers)).toBe(1000 * (16 + more));
});

test("items that are collected take 8 bytes for each pointer too", () => {
  expect(bytesOf(1000, [0, 8], collect) - bytesOf(1000, [], collect)).toBe(1000 * 16);
});

test("items that are collected take memory once if the first half says that it is one", () => {
  const halves: Make = (machine, count, layout) => {
    const collector = new ArrayCollector(machine, layout);
    const half = new Chunk(new Uint8Array(count * 8));
    collector.add(half, 0, count / 2, 1 / 2);
    collector.add(half, 0, count / 2, 1);
  };
  expect(bytesOf(2000, [], halves)).toBeLessThan(1.1 * 2000 * 16);
});

test("items that are collected one at a time take at most six times their memory", () => {
  const oneByOne: Make = (machine, count, layout) => {
    const collector = new ArrayCollector(machine, layout);
    const item = new Chunk(new Uint8Array(layout.size));
    for (let i = 0; i < count; i++) collector.add(item, 0, 1, 1);
  };
  expect(bytesOf(2000, [], oneByOne)).toBeLessThan(6 * 2000 * 16);
});

/** Opens the array of a head that leads to two bytes, and returns where its items start. */
function opened(start: number, count: number, itemBytes: number): number {
  const machine = begunMachine();
  machine.chunk = new Chunk(Uint8Array.of(start, 0, 0, 0, count, 0, 0, 0, 1, 2));
  return openArray(machine, 0, itemBytes);
}

test.each([
  ["all the bytes", 8, 2, 1],
  ["one byte", 9, 1, 1],
  ["no items", 99, 0, 1],
  ["items without bytes", 99, 3, 0],
])("an array of %s starts at %i", (_, start, count, itemBytes) => {
  expect(opened(start, count, itemBytes)).toBe(start);
});

test.each([
  [8, 3, 1],
  [9, 1, 2],
  [10, 1, 1],
])("an array at %i of %i items of %i bytes is not all there", (start, count, itemBytes) => {
  expect(() => opened(start, count, itemBytes)).toThrow("bad input data");
});

const word: Layout = { size: 4, pointers: [] };
const source = new Chunk(new Uint8Array(Int32Array.from({ length: 1000 }, (_, i) => i + 1).buffer));

/** Returns the numbers of an array of 32-bit integers. */
function numbersAt(machine: Machine, at: number): number[] {
  const start = openArray(machine, at, word.size);
  return Array.from({ length: machine.count }, (_, i) =>
    machine.chunk.view.getInt32(start + i * word.size, true),
  );
}

test("a new array is a head and room for its items", () => {
  const machine = begunMachine();
  machine.allocate(3);
  const at = newArray(machine, 2, { size: 1, pointers: [] });
  const { bytes, links } = machine.chunk;
  expect([...bytes.subarray(at, at + 10)]).toEqual([8, 0, 0, 0, 2, 0, 0, 0, 0, 0]);
  expect(links).toBeUndefined();
});

test("items are copied from their positions", () => {
  const machine = begunMachine();
  const at = copyItems(machine, source, [8, 0, 400], word);
  expect(numbersAt(machine, at)).toEqual([3, 1, 101]);
  const next = machine.allocate(word.size);
  expect(machine.chunk.view.getInt32(next, true)).toBe(0);
});

test("items that are collected keep their order, however many come at a time", () => {
  const random = createRandom(5);
  for (let round = 0; round < 50; round++) {
    const machine = begunMachine();
    const collector = new ArrayCollector(machine, word);
    const expected: number[] = [];
    for (let adds = random.below(20); adds > 0; adds--) {
      const count = random.below(30);
      const first = random.below(900);
      collector.add(source, first * word.size, count, random.pick([0, 0.1, 1]));
      for (let i = 0; i < count; i++) expected.push(first + i + 1);
    }
    const at = collector.finish();
    // What growing took too much went back.
    expect(machine.chunk.bytes.length).toBeLessThanOrEqual((machine.chunk.end * 4) / 3);
    expect(machine.chunk.end).toBe(at + 8 + expected.length * word.size);
    expect(numbersAt(machine, at)).toEqual(expected);
  }
});

test("items without bytes are counted, up to 4294967295", () => {
  const machine = begunMachine();
  const collector = new ArrayCollector(machine, { size: 0, pointers: [] });
  collector.add(source, 0, 0xffff_fffe, 0);
  collector.add(source, 0, 1, 1);
  openArray(machine, collector.finish(), 0);
  expect(machine.count).toBe(0xffff_ffff);
  expect(() => collector.add(source, 0, 1, 1)).toThrow("more than 4294967295 items");
});
