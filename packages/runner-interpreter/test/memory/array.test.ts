import { expect, test } from "vitest";
import { Chunk } from "../../src/memory/chunk.ts";
import { ArrayCollector, newArray, openArray } from "../../src/memory/array.ts";
import type { Layout } from "../../src/memory/layout.ts";
import { Machine } from "../../src/memory/machine.ts";

type Make = (machine: Machine, count: number, layout: Layout) => void;

const collect: Make = (machine, count, layout) =>
  new ArrayCollector(machine, layout).add(new Chunk(new Uint8Array(count * 16)), 0, count, 0);

/** Returns the fewest bytes in all with which an array of items of 16 bytes is made. */
function bytesOf(count: number, pointers: readonly number[], make: Make = newArray): number {
  let [refused, enough] = [0, 2 ** 20];
  while (enough - refused > 1) {
    const maxAllocatedBytes = (refused + enough) >>> 1;
    const machine = new Machine({ maxSteps: 1, maxOutputBytes: 2 ** 20, maxAllocatedBytes });
    machine.begin();
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

/** Opens the array of a head that leads to two bytes, and returns where its items start. */
function opened(start: number, count: number, itemBytes: number): number {
  const machine = new Machine({ maxSteps: 1, maxOutputBytes: 1, maxAllocatedBytes: 1 });
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
