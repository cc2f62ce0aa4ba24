import { createRandom } from "@lutra-internal/testing";
import { describe, expect, test } from "vitest";
import { Links } from "../../src/memory/links.ts";
import { Chunk } from "../../src/memory/chunk.ts";
import type { Machine } from "../../src/memory/machine.ts";
import { begunMachine as begun } from "../support/machine.ts";

describe("a limit is what may be taken, and not one more", () => {
  test("of steps, again for each execution", () => {
    const machine = begun({ steps: 10 });
    for (let i = 0; i < 2; i++) {
      machine.begin();
      machine.step(7);
      machine.step(3);
      machine.step(0);
      expect(() => machine.step(1)).toThrow("maxSteps");
    }
  });

  test("of bytes for one value", () => {
    const machine = begun({ output: 100 });
    machine.reserve(100);
    expect(() => machine.reserve(101)).toThrow("needs 101 bytes for one value");
  });

  test("of bytes in all, again for each execution", () => {
    const machine = begun({ output: 100, allocated: 150 });
    for (let i = 0; i < 2; i++) {
      machine.begin();
      machine.reserve(100);
      machine.reserve(50);
      expect(() => machine.reserve(1)).toThrow("maxAllocatedBytes");
    }
  });

  test("of values alone in their memory", () => {
    const machine = begun({ output: 2000, allocated: 5024 });
    machine.allocate(2000);
    machine.allocate(2000);
    expect(() => machine.allocate(2001)).toThrow("maxOutputBytes");
    machine.allocate(1000);
    expect(() => machine.allocate(1025)).toThrow("maxAllocatedBytes");
  });
});

test("small values share memory that doubles from 1 KiB to 64 KiB", () => {
  const pools = [1, 2, 4, 8, 16, 32, 64, 64];
  const kibis = pools.reduce((sum, size) => sum + size);
  const machine = begun({ allocated: kibis * 1024 });
  const chunks = new Set<Chunk>();
  for (let i = 0; i < kibis; i++) {
    machine.allocate(1024);
    chunks.add(machine.chunk);
  }
  expect([...chunks].map(({ end }) => end / 1024)).toEqual(pools);
  expect(() => machine.allocate(1)).toThrow("maxAllocatedBytes");
});

test("no value has bytes of another one, and all are empty at first", () => {
  const machine = begun();
  const random = createRandom(31);
  const values = Array.from({ length: 400 }, (_, i) => {
    const length = random.pick([0, 1, 8, 24, 400, 1023, 1024, 1025, 5000]);
    const isLinked = random.oneIn(3);
    const at = isLinked ? machine.allocateLinked(length) : machine.allocate(length);
    const { chunk } = machine;
    expect(chunk.end).toBeGreaterThanOrEqual(at + length);
    const bytes = chunk.bytes.subarray(at, at + length);
    expect(bytes).toHaveLength(length);
    expect(bytes.every((byte) => byte === 0)).toBe(true);
    const mark = 1 + (i % 255);
    bytes.fill(mark);
    return { bytes, mark };
  });
  for (const { bytes, mark } of values) expect(bytes.every((byte) => byte === mark)).toBe(true);
});

test("small values share memory, large ones have their own", () => {
  const machine = begun();
  const first = machine.allocate(8);
  const { chunk } = machine;
  expect(machine.allocate(8)).toBe(first + 8);
  expect(machine.chunk).toBe(chunk);
  expect(machine.allocateLinked(8)).toBe(first + 16);
  expect(machine.chunk.bytes).toBe(chunk.bytes);
  expect(machine.chunk.end).toBe(first + 24);
  expect(machine.allocate(1025)).toBe(0);
  expect(machine.chunk.bytes).toHaveLength(1025);
});

test("an execution lets go of its memory, and of what others were told to let go of", () => {
  const machine = begun();
  machine.allocate(8);
  const used = machine.chunk;
  let resets = 0;
  machine.resets.push(() => resets++);
  machine.end();
  expect(resets).toBe(1);
  expect(machine.chunk.bytes).toHaveLength(0);
  machine.begin();
  expect(machine.allocate(8)).toBe(0);
  expect(machine.chunk).not.toBe(used);
});

describe("a pointer", () => {
  const withPointer = (pointer: number): Machine => {
    const machine = begun();
    const at = machine.allocateLinked(16);
    machine.chunk.view.setInt32(at, pointer, true);
    return machine;
  };

  test("leads further on in the same bytes", () => {
    const machine = withPointer(12);
    const { chunk } = machine;
    expect(machine.follow(0)).toBe(12);
    expect(machine.chunk).toBe(chunk);
  });

  test.each([0, 1, 12])("of %i leads as far in a chunk with links, too", (pointer) => {
    const machine = withPointer(pointer);
    machine.chunk.links = new Links(1);
    machine.chunk.links.add(0, new Chunk(new Uint8Array(4)), 3);
    const { chunk } = machine;
    expect(machine.follow(0)).toBe(pointer);
    expect(machine.chunk).toBe(chunk);
  });

  test("below 0 is the number of a link", () => {
    const other = new Chunk(new Uint8Array(4));
    for (const index of [0, 1]) {
      const machine = withPointer(~index);
      machine.chunk.links = new Links(2);
      machine.chunk.links.add(0, machine.chunk, 8);
      machine.chunk.links.add(4, other, 3);
      const { chunk } = machine;
      expect(machine.follow(0)).toBe(index === 0 ? 8 : 3);
      expect(machine.chunk).toBe(index === 0 ? chunk : other);
    }
  });

  test("to a link that is not there is bad data", () => {
    const machine = withPointer(~1);
    machine.chunk.links = new Links(1);
    machine.chunk.links.add(0, machine.chunk, 8);
    expect(() => machine.follow(0)).toThrow("bad input data");
  });

  test("below 0 without links is one far away", () => {
    expect(withPointer(-1).follow(0)).toBe(2 ** 32 - 1);
  });
});
