import { createRandom } from "@lutra-internal/testing";
import { describe, expect, test } from "vitest";
import { Chunk } from "../../src/memory/chunk.ts";
import { flatten } from "../../src/memory/flatten.ts";
import type { Machine } from "../../src/memory/machine.ts";
import { begunMachine } from "../support/machine.ts";

/** A value in memory: a number of its own, then a pointer to each of its parts. */
interface Value {
  readonly chunk: Chunk;
  readonly at: number;
  readonly number: number;
  readonly parts: readonly Value[];
}

function write(machine: Machine, number: number, parts: readonly Value[]): Value {
  const size = 4 + 4 * parts.length;
  const at = parts.length === 0 ? machine.allocate(size) : machine.allocateLinked(size);
  const { chunk } = machine;
  chunk.view.setInt32(at, number, true);
  for (const [i, part] of parts.entries()) chunk.link(at + 4 + 4 * i, part.chunk, part.at);
  return { chunk, at, number, parts };
}

/** Returns the bytes of values and of all that they refer to, each once. */
function bytesOf(values: readonly Value[]): number {
  const all = new Set(values);
  for (const { parts } of all) for (const part of parts) all.add(part);
  return [...all].reduce((sum, { parts }) => sum + 4 + 4 * parts.length, 0);
}

/** Expects pointers, one after the other, to lead forward to values. Looks at each value once. */
function expectPointers(
  output: DataView,
  at: number,
  values: readonly Value[],
  seen: Set<number> = new Set(),
): void {
  for (const [i, { number, parts }] of values.entries()) {
    const field = at + 4 * i;
    const to = field + output.getUint32(field, true);
    expect(to).toBeGreaterThan(field);
    expect(output.getInt32(to, true)).toBe(number);
    if (!seen.has(to)) expectPointers(output, to + 4, parts, seen.add(to));
  }
}

test("values are copied once, with all that they refer to and nothing else", () => {
  const random = createRandom(12);
  for (let round = 0; round < 5; round++) {
    const machine = begunMachine({ steps: 1e5 });
    const values: Value[] = [];
    for (let number = 0; number < 100; number++) {
      const count = number === 0 ? 0 : random.pick([0, 0, 1, 1, 2, 3, 40]);
      const parts = Array.from({ length: count }, () => random.pick(values));
      values.push(write(machine, number, parts));
    }
    for (const value of values.slice(-10)) {
      const { chunk, at, number, parts } = value;
      const output = flatten(machine, chunk, at);
      expect(output).toHaveLength(bytesOf([value]));
      const view = new DataView(output.buffer);
      expect(view.getInt32(0, true)).toBe(number);
      expectPointers(view, 4, parts);
      if (parts.length === 0) continue;
      // What the pointers before a place lead to is not needed there.
      const rest = parts.slice(1);
      const tail = flatten(machine, chunk, at + 8);
      expect(tail).toHaveLength(4 * rest.length + bytesOf(rest));
      expectPointers(new DataView(tail.buffer), 0, rest);
    }
  }
});

test("a part without bytes is within the output, wherever it was", () => {
  const input = new Chunk(new Uint8Array(8));
  const empties = [4, 8, 99].map((at) => ({ chunk: input, at }));
  const machine = begunMachine();
  machine.allocate(8);
  empties.push({ chunk: machine.chunk, at: machine.allocate(0) });
  for (const { chunk, at } of empties) {
    const field = machine.allocateLinked(4);
    machine.chunk.link(field, chunk, at);
    const output = flatten(machine, machine.chunk, field);
    const to = new DataView(output.buffer).getUint32(0, true);
    expect(to).toBeGreaterThanOrEqual(4);
    expect(to).toBeLessThanOrEqual(output.length);
  }
});

describe("copying 160 bytes", () => {
  const copy = (machine: Machine): Uint8Array =>
    flatten(machine, new Chunk(new Uint8Array(200)), 40);

  test("costs ten steps", () => {
    expect(copy(begunMachine({ steps: 10 }))).toHaveLength(160);
    expect(() => copy(begunMachine({ steps: 9 }))).toThrow("maxSteps");
  });

  test("takes 160 bytes", () => {
    expect(copy(begunMachine({ output: 160, allocated: 160 }))).toHaveLength(160);
    expect(() => copy(begunMachine({ output: 159 }))).toThrow("maxOutputBytes");
    expect(() => copy(begunMachine({ allocated: 159 }))).toThrow("maxAllocatedBytes");
  });
});
