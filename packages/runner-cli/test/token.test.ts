import { expect, test } from "vitest";
import { tokenOf, tokenVariable } from "../src/token.ts";

const read = (token: string): string => tokenOf({ env: { [tokenVariable]: token } });

test.each(["secret", "a b", "!~"])("%j is a token", (token) => {
  expect(read(token)).toBe(token);
});

test.each([
  ["xq\n", "has a line break at position 3 of 3"],
  ["\rxq", "has a line break at position 1 of 3"],
  ["xéq", "has a character that HTTP cannot send at position 2 of 3"],
  [" xq", "has a character that HTTP cannot send at position 1 of 3"],
  ["", "--token needs a token"],
])("%j is told with the place, and not shown", (token, message) => {
  expect(() => read(token)).toThrow(message);
  expect(() => read(token)).not.toThrow(/xq|xéq/);
});
