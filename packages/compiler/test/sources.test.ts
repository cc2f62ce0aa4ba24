import { expect, test } from "vitest";
import { bytesBefore, checkSize, sourceFiles, type Sources } from "../src/sources.ts";

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

test.each([
  [["a".repeat(10)]],
  [["a".repeat(4), "b".repeat(6)]],
  [["\u017e".repeat(5)]],
  [["\u20ac".repeat(3), "a"]],
])("%j has no more than ten bytes", (texts) => {
  expect(() => checkSize(texts, 10)).not.toThrow();
});

test.each<[texts: readonly string[], bytes: number]>([
  [["a".repeat(4), "b".repeat(7)], 11],
  [["\u017e".repeat(5), "a"], 11],
  [["\u20ac".repeat(4)], 12],
  // As many characters as bytes are allowed, and one of two bytes.
  [[`\u017e${"a".repeat(9)}`], 11],
  // More characters than that are not encoded.
  [["\u20ac".repeat(11)], 11],
])("%j has more than ten bytes", (texts, bytes) => {
  expect(() => checkSize(texts, 10)).toThrow(
    `the sources have at least ${bytes} bytes, more than maxSourceBytes (10)`,
  );
});

test.each(["ab\n\ncd", "\n\na\n", ""])("places of %j have lines and columns, from 1", (text) => {
  const files = sourceFiles(text, 100);
  for (let offset = 0; offset <= text.length; offset++) {
    const lines = text.slice(0, offset).split("\n");
    const place = { offset, line: lines.length, column: lines.at(-1)!.length + 1 };
    expect(files.rangeOf({ source: 0, start: offset, end: offset })).toEqual({
      file: "main.lt",
      start: place,
      end: place,
    });
  }
});

test("a place in a changed text is the same one in the text, and at most its end", () => {
  const files = sourceFiles("a\nbc", 100);
  const at = (offset: number) => ({ offset, line: 9, column: 9 });
  expect(files.sameRange({ file: "main.lt", start: at(3), end: at(7) })).toEqual({
    file: "main.lt",
    start: { offset: 3, line: 2, column: 2 },
    end: { offset: 4, line: 2, column: 3 },
  });
});

test.each<[Sources, readonly string[]]>([
  ["", [""]],
  [{ "any.lt": "" }, [""]],
  [{ "x.lt": "", "module.lt": "" }, ["x.lt", "module.lt"]],
])("%j are the modules that the compiler finds by %j", (sources, expected) => {
  const paths = sourceFiles(sources, 100).parts.filter((_, i) => i % 2 === 0);
  expect(paths.map((path) => new TextDecoder().decode(path))).toEqual(expected);
});
