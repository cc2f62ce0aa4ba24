import { createRandom } from "@lutra-internal/testing";
import { describe, expect, test } from "vitest";
import { diffLines } from "../src/result/compare.ts";

/** Returns the text that lines give if those with a mark are left out. */
function without(mark: string, lines: readonly { mark: string; text: string }[]): string {
  return lines
    .filter((line) => line.mark !== mark)
    .map(({ text }) => text)
    .join("\n");
}

describe("differences by lines", () => {
  test("give both texts back, and no more marks than lines that differ", () => {
    const random = createRandom(3);
    for (let i = 0; i < 300; i++) {
      const text = (): string =>
        Array.from({ length: random.below(12) }, () => "abc"[random.below(3)]).join("\n");
      const [first, second] = [text(), text()];
      const lines = diffLines(first, second);
      expect(without("+", lines)).toBe(first);
      expect(without("-", lines)).toBe(second);
    }
  });

  test("are the changed lines alone", () => {
    expect(
      diffLines("[\n  1,\n  2,\n]", "[\n  1,\n  3,\n]").map(({ mark, text }) => mark + text),
    ).toEqual([" [", "   1,", "-  2,", "+  3,", " ]"]);
  });

  test("of long texts are not searched", () => {
    const [first, second] = ["a\n".repeat(3000), "b\n".repeat(3000)];
    expect(diffLines(first, second)).toHaveLength(6001);
  });
});
