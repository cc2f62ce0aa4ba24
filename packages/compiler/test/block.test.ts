import { expect, test } from "vitest";
import { joinBlock, splitBlock } from "../src/block.ts";

test.each([
  [[], []],
  [[[]], [0, 0, 0, 0]],
  [
    [[7], [], [1, 2]],
    [1, 0, 0, 0, 7, 0, 0, 0, 0, 2, 0, 0, 0, 1, 2],
  ],
])("the byte strings %j are one block, each after its length", (parts, block) => {
  const strings = parts.map((part) => Uint8Array.from<number>(part));
  expect(joinBlock(strings)).toEqual(Uint8Array.from<number>(block));
  expect(splitBlock(Uint8Array.from<number>(block))).toEqual(strings);
});
