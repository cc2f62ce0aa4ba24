import { expect, it } from "vitest";
import { breakExpression } from "../../src/layout/expression.ts";
import { readPieces } from "../../src/layout/tree.ts";

it("keeps the bracket of an only argument on the line of the call, up to 100 characters", () => {
  const [short, long] = ["f".repeat(98), "f".repeat(99)];
  const broken = (call: string): string => breakExpression(readPieces(`${call}({ a: 1 })`), 0);
  expect(broken(short)).toBe(`${short}({\n  a: 1,\n})`);
  expect(broken(long)).toMatch(/^f+\(\n/);
});
