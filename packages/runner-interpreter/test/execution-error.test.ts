import { expect, test } from "vitest";
import { isOutOfMemory, isStackOverflow } from "../src/execution-error.ts";

const stackIsFull = { stack: true, memory: false };
const memoryIsFull = { stack: false, memory: true };

test.each([
  ["Maximum call stack size exceeded", stackIsFull],
  ["too much recursion", stackIsFull],
  ["Array buffer allocation failed", memoryIsFull],
  ["Out of memory", memoryIsFull],
  ["x is not a function", { stack: false, memory: false }],
])("an engine's %j tells what is used up: %j", (message, { stack, memory }) => {
  expect(isStackOverflow(message)).toBe(stack);
  expect(isOutOfMemory(message)).toBe(memory);
});
