import { expect, onTestFinished, test } from "vitest";
import { text } from "../../src/index.ts";

/** First and last characters of one, two, three and four bytes. */
const characters = ["\0", "\x7f", "\x80", "\u07ff", "\u0800", "\uffff", "\u{10000}", "\u{10ffff}"];

test.each(characters)("the string %j is written as UTF-8", (character) => {
  for (const length of [1, 2, 47, 48, 49, 1000]) {
    const value = character.repeat(length);
    const expected = new TextEncoder().encode(value);
    expect(text.encode(value).subarray(8)).toEqual(expected);
    const mixed = `${"a".repeat(length - 1)}${character}`;
    expect(text.encode(mixed).subarray(8)).toEqual(new TextEncoder().encode(mixed));
  }
});

test("memory is made for a long string, whatever its characters take", () => {
  const value = "\uffff".repeat(30_000);
  expect(text.decode(text.encode(value))).toBe(value);
});

test("half of a pair is refused, in a short text and in a long one", () => {
  for (const length of [0, 47, 1000])
    expect(() => text.encode(`${"a".repeat(length)}\ud800`)).toThrow("a lone surrogate");
});

test("half of a pair is found where strings cannot tell it", () => {
  const own = Object.getOwnPropertyDescriptor(String.prototype, "isWellFormed")!;
  onTestFinished(() => void Object.defineProperty(String.prototype, "isWellFormed", own));
  Object.defineProperty(String.prototype, "isWellFormed", { value: undefined, configurable: true });
  expect(text.decode(text.encode("\u{1f9a6}é"))).toBe("\u{1f9a6}é");
  for (const half of ["\ud83e", "\udda6", "é\ud83e.", "\udda6\ud83e"])
    expect(() => text.encode(half)).toThrow("a lone surrogate");
});
