import { text } from "@lutra/bin";
import { expect, test } from "vitest";
import { ConstantCode } from "../../src/code/constant.ts";
import { flatShape, textShape, unknownShape } from "../../src/code/known-shape.ts";
import { Chunk } from "../../src/memory/chunk.ts";
import { begunMachine } from "../support/machine.ts";

const shapeOf = (bytes: Uint8Array, position = 0): unknown =>
  new ConstantCode(begunMachine(), new Chunk(bytes), position).shape();

test.each([0, 1, 2, 4, 8])("%i bytes are those of a scalar", (size) => {
  expect(shapeOf(new Uint8Array(size).fill(8))).toEqual(flatShape(size));
});

test.each([3, 5, 6, 7, 9, 16])("%i bytes may be anything", (size) => {
  expect(shapeOf(new Uint8Array(size).fill(7))).toBe(unknownShape);
});

test("bytes with the head of a string are those of a string", () => {
  expect(shapeOf(text.encode("a"))).toEqual(textShape());
  expect(shapeOf(text.encode("otter"))).toEqual(textShape());
});

test.each([
  ["an empty text, which are also those of a number", text.encode("")],
  ["an array of longer items", Uint8Array.of(8, 0, 0, 0, 1, 0, 0, 0, 1, 2)],
  ["a text that is not all there", Uint8Array.of(8, 0, 0, 0, 2, 0, 0, 0, 1)],
  ["a text after something else", Uint8Array.of(9, 0, 0, 0, 1, 0, 0, 0, 0, 97)],
])("the bytes of %s tell nothing", (_, bytes) => {
  expect(shapeOf(bytes)).toBe(unknownShape);
});

test("numbers that are nearly the bytes of an empty text are numbers", () => {
  for (const [i, byte] of [9, 1, 1, 1, 1, 1, 1, 1].entries()) {
    const bytes = text.encode("");
    bytes[i] = byte;
    expect(shapeOf(bytes)).toEqual(flatShape(8));
  }
});

test("nothing is known of a field in a constant", () => {
  expect(shapeOf(new Uint8Array(5), 1)).toBe(unknownShape);
});

test("a constant that is too short fails when it is evaluated, and not before", () => {
  const machine = begunMachine();
  const run = new ConstantCode(machine, new Chunk(new Uint8Array(3))).value("int32");
  expect(run).toThrow(RangeError);
});
