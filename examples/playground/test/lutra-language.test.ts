import { StringStream } from "@codemirror/language";
import { expect, test } from "vitest";
import { lutraParser } from "../src/editor/lutra-language.ts";

/** Returns the words of a line with the names of their colours; blanks left out. */
function colours(line: string): [string, string | null][] {
  const stream = new StringStream(line, 2, 2);
  const state = lutraParser.startState!(2);
  const words: [string, string | null][] = [];
  while (!stream.eol()) {
    stream.start = stream.pos;
    const colour = lutraParser.token(stream, state);
    if (stream.current().trim() !== "") words.push([stream.current(), colour]);
  }
  return words;
}

test("words have the colours of what they are", () => {
  expect(colours('func best(m: Movie): Bool -> m.title == "a\\"b" # note')).toEqual([
    ["func", "keyword"],
    ["best", "variableName.function"],
    ["(", "punctuation"],
    ["m", "variableName"],
    [":", "punctuation"],
    ["Movie", "typeName"],
    [")", "punctuation"],
    [":", "punctuation"],
    ["Bool", "typeName"],
    ["->", "operator"],
    ["m", "variableName"],
    [".", "punctuation"],
    ["title", "variableName"],
    ["==", "operator"],
    ['"a\\"b"', "string"],
    ["# note", "comment"],
  ]);
  expect(colours("## doc")).toEqual([["## doc", "docComment"]]);
  expect(
    colours("std::text @2024-01-01 1_000.5e3 0xff true f'x'").map(([, colour]) => colour),
  ).toEqual([
    "namespace",
    "punctuation",
    "variableName",
    "literal",
    "number",
    "number",
    "bool",
    "string",
  ]);
});

test("each line ends, whatever it holds", () => {
  for (const line of ["é字🦦", "`open", '"open', "@", "\\", "\u0000", "1.e", "0x"])
    expect(
      colours(line)
        .map(([word]) => word)
        .join(""),
    ).toBe(line);
});
