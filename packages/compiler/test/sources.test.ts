import { expect, test } from "vitest";
import { bytesBefore, sourceFiles, type Sources } from "../src/sources.ts";

test.each(["\u007f", "\u0080", "\u07ff", "\u0800", "\uffff", "\u{10000}", "\u{10ffff}"])(
  "places after %j are converted from bytes to UTF-16 and back",
  (character) => {
    const text = `${character}x`;
    const bytes = bytesBefore(text, character.length);
    const range = sourceFiles(text, 100).rangeOf({ source: 0, start: bytes, end: bytes + 1 });
    expect(range?.start.offset).toBe(character.length);
    expect(range?.end.offset).toBe(text.length);
    // A place inside of a character counts as its start.
    const inside = sourceFiles(text, 100).rangeOf({ source: 0, start: bytes - 1, end: bytes });
    expect(inside?.start.offset).toBe(0);
  },
);

test.each<[string, Sources, isAdded: boolean]>([
  ["there is no module of its name", { "module.lt": "", "other.lt": "" }, true],
  ["a module is named alike", { "module.lt": "", "runners.lt": "" }, true],
  ["a file is that module", { "module.lt": "", "runner.lt": "" }, false],
  ["a folder is that module", { "module.lt": "", "runner/module.lt": "" }, false],
  ["a source has that module", "func a() -> 1\n  module runner { }", false],
])("what a runner offers becomes a module if %s", (_, sources, isAdded) => {
  const files = sourceFiles(sources, 1000, "func offered(): Int64");
  expect(files.numberOf("interface of the runner") >= 0).toBe(isAdded);
});
