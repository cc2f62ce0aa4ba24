import { createRandom } from "@lutra-internal/testing";
import { expect, test } from "vitest";
import { Board } from "../src/board.ts";
import { Search } from "../src/search.ts";

/** Fails for inputs that start with a word; each letter is a block of code. */
function createWordTarget(word: string) {
  const ran = new Set<string>();
  const seen = new Set<string>();
  const fuzz = (data: Uint8Array): void => {
    for (let i = 0; i < word.length; i++) {
      if (data[i] !== word.charCodeAt(i)) return;
      ran.add(`${i}`);
    }
    throw new Error("the word was found");
  };
  const coverage = {
    take: async () => {
      const fresh = [...ran].filter((block) => !seen.has(block));
      ran.clear();
      return fresh;
    },
    mark: (blocks: readonly string[]) => blocks.forEach((block) => seen.add(block)),
  };
  return { fuzz, coverage };
}

test("inputs that reach new code lead to a failure that chance would not find", async () => {
  const { fuzz, coverage } = createWordTarget("lutra");
  const search = new Search(fuzz, coverage, new Board());
  const { found, failure } = await search.run([new Uint8Array(8)], createRandom(1));
  expect(found.length).toBeGreaterThan(2);
  expect(Buffer.from(failure!.data).toString()).toMatch(/^lutra/);
  expect(Buffer.from(search.reduce(failure!).data).toString()).toBe("lutra");
});

test("a search ends when the board says stop, also while it shortens an input", async () => {
  const { fuzz, coverage } = createWordTarget("no input");
  const board = new Board();
  let runs = 0;
  const stopping = (data: Uint8Array): void => {
    if (++runs === 5000) board.stop();
    fuzz(data);
  };
  const search = new Search(stopping, coverage, board);
  const { failure } = await search.run([], createRandom(1));
  expect(failure).toBeUndefined();
  expect(runs).toBe(5000);
  const data = Buffer.from("no input and more");
  expect(search.reduce({ data, error: undefined }).data).toBe(data);
});
