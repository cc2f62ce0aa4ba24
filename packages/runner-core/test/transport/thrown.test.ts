import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { isError, propertyOf, shortened, textOf } from "../../src/transport/thrown.ts";

const fails = (): never => {
  throw new Error("no");
};
const silent = Object.defineProperty(new Error("x"), "message", { get: fails });
const closed = new Proxy({}, { get: fails, getPrototypeOf: fails });

test.each([
  ["an error", new TypeError("x"), true],
  ["an error of another realm", runInNewContext("new TypeError('x')"), true],
  ["an error whose message cannot be read", silent, true],
  ["an object with a message", { message: "x" }, true],
  ["a function with a message", Object.assign(() => {}, { message: "x" }), true],
  ["an object with another message", { message: 1 }, false],
  ["an object that cannot be read", closed, false],
  ["a string", "message", false],
  ["null", null, false],
])("isError of %s", (_, value, expected) => {
  expect(isError(value)).toBe(expected);
});

test.each([
  ["the message", new TypeError("x"), "x"],
  ["the name, without a message", new TypeError(""), "TypeError"],
  ["the string, without either", 42, "42"],
  ["no text", closed, "a value that has no text"],
])("the text of what was thrown is %s", (_, thrown, text) => {
  expect(textOf(thrown)).toBe(text);
});

test("a property of what is no object is undefined", () => {
  expect(propertyOf("text", "length")).toBeUndefined();
  expect(propertyOf(null, "message")).toBeUndefined();
});

test("a message of more than 16,384 characters is cut, and says how much", () => {
  const longest = "x".repeat(16_384);
  expect(shortened(longest)).toBe(longest);
  expect(shortened(`${longest}yz`)).toBe(`${longest}… (2 more characters)`);
});
