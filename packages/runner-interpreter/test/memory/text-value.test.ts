import { array, text } from "@lutra/bin";
import { expect, test } from "vitest";
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
