import { expect, test } from "vitest";
import { int8, text } from "../../src/index.ts";

test.each<[unknown, string]>([
  [undefined, "undefined"],
  [null, "null"],
  [1.5, "1.5"],
  [-0, "0"],
  [2n ** 64n, "18446744073709551616n"],
  [true, "true"],
  [Symbol("a"), "a symbol"],
  [() => 1, "a function"],
  [[1, 2], "an array of 2"],
  [{}, "an Object"],
  [new Map(), "a Map"],
  [new Uint8Array(), "a Uint8Array"],
  [new Error("x"), "an Error"],
])("a value that is no string is named: %s", (value, named) => {
  expect(() => text.encode(value as string)).toThrow(
    new TypeError(`expected a string, got ${named}`),
  );
});

test("a string in an error has at most 40 characters", () => {
  const encode = (value: string) => () => int8.encode(value as never);
  expect(encode("x".repeat(40))).toThrow(`got "${"x".repeat(40)}"`);
  expect(encode("x".repeat(41))).toThrow(`got "${"x".repeat(40)}..."`);
});
