import { expect, test } from "vitest";
import { nearest } from "../src/nearest.ts";

const commands = ["run", "serve", "interface", "inspect", "conformance"];

test.each([
  ["rnu", "run"],
  ["RUN", "run"],
  ["esrve", "serve"],
  ["serv", "serve"],
  ["interfaces", "interface"],
  ["inspct", "inspect"],
  ["confromance", "conformance"],
  ["servxy", "serve"],
  ["servxyz", undefined],
  ["ran", "run"],
  ["ray", undefined],
  ["rxu", undefined],
  ["rnux", undefined],
  ["fly", undefined],
  ["", undefined],
  ["interpreter", undefined],
])("%j is likely to mean %j", (word, meant) => {
  expect(nearest(word, commands)).toBe(meant);
});

test("the word that is nearer wins, whatever the order", () => {
  expect(nearest("inputs", ["output", "input-format", "input"])).toBe("input");
});

test("the first of two words that are as near wins", () => {
  expect(nearest("runn", ["runs", "run", "runt"])).toBe("runs");
});
