import { array, text } from "@lutra/bin";
import { expect, test } from "vitest";
import { Chunk } from "../../src/memory/chunk.ts";
import { TextSlice } from "../../src/memory/text-slice.ts";
import { readText, readTexts, textPlace, textsPlace } from "../../src/memory/text-value.ts";
import { begunMachine } from "../support/machine.ts";
import { execute, literal, ProgramBuilder } from "../support/bytecode.ts";

/** Returns the head of an array (texts are arrays), with its start and its length, and the rest. */
const headed = (start: number, length: number, ...rest: readonly number[]): number[] =>
  [start, 0, 0, 0, length, 0, 0, 0].concat(rest);

function joined(bytes: readonly number[]): string {
  const builder = new ProgramBuilder();
  const call = builder.call("std::text::concat", [], literal(bytes), literal(headed(8, 0)));
  return text.decode(execute(builder.build(call)));
}

test.each([
  [headed(8, 0, 97, 98), ""],
  [headed(8, 1, 97, 98), "a"],
  [headed(8, 2, 97, 98), "ab"],
  [headed(9, 1, 97, 98), "b"],
  [headed(10, 0, 97, 98), ""],
  [headed(99, 0, 97, 98), ""],
])("the text of %j is %j", (bytes, expected) => {
  expect(joined(bytes)).toBe(expected);
});

test.each([
  [headed(8, 3, 97, 98)],
  [headed(9, 2, 97, 98)],
  [headed(10, 1, 97, 98)],
  [headed(8, 255, 97, 98)],
])("the text of %j is not all there", (bytes) => {
  expect(() => joined(bytes)).toThrow("bad input data");
});

test("an item of an array of texts is not all there", () => {
  const all = (bytes: readonly number[]): string => {
    const builder = new ProgramBuilder();
    const call = builder.call("std::text::join", [], literal(bytes), literal(headed(8, 0)));
    return text.decode(execute(builder.build(call)));
  };
  const items = Array.from(array(text).encode(["a", "bc"]));
  expect(all(items)).toBe("abc");
  expect(() => all(items.slice(0, -1))).toThrow("bad input data");
});

const stringOf = ({ bytes, start, end }: TextSlice): string =>
  new TextDecoder().decode(bytes.subarray(start, end));

test("the texts of an array are found by their index, whatever was read before", () => {
  const machine = begunMachine({ steps: 2 });
  machine.chunk = new Chunk(array(text).encode(["a", "bc"]));
  const texts = readTexts(machine, 0);
  expect(() => machine.step(1)).toThrow("maxSteps");
  expect(texts).toHaveLength(2);
  expect([-1, 2].map((index) => texts.at(index))).toEqual([undefined, undefined]);
  const read = [1, 0].map((index) => {
    machine.chunk = new Chunk(new Uint8Array(0));
    return stringOf(texts.at(index) as TextSlice);
  });
  expect(read).toEqual(["bc", "a"]);
});

test.each([
  ["right after its head", headed(8, 2, 97, 98), 8, 10, true],
  ["at the start of its chunk", [97, 98], 0, 2, false],
  ["shorter than its head says", headed(8, 2, 97, 98), 8, 9, false],
  ["after the first byte of another", headed(8, 2, 97, 98), 9, 10, false],
  ["after a head that leads elsewhere", headed(9, 2, 97, 98, 99), 8, 10, false],
])("a text that is %s is read from its place", (_, bytes, start, end, isInPlace) => {
  const chunk = new Chunk(Uint8Array.from(bytes));
  const slice = new TextSlice(chunk, start, end);
  const machine = begunMachine();
  const at = textPlace(machine, slice);
  expect(machine.chunk === chunk).toBe(isInPlace);
  expect(readText(machine, at)).toEqual(slice);
});

test("an array of texts is written with all that they share", () => {
  const chunk = new Chunk(new TextEncoder().encode("abcdef"));
  const slices = [
    new TextSlice(chunk, 0, 6),
    new TextSlice(chunk, 2, 3),
    new TextSlice(chunk, 6, 6),
  ];
  const machine = begunMachine();
  machine.allocate(40);
  const texts = readTexts(machine, textsPlace(machine, slices));
  expect(slices.map((_, i) => texts.at(i))).toEqual(slices);
});
