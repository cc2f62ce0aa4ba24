import { createRandom } from "@lutra-internal/testing";
import { showcase, showcaseNames } from "@lutra-internal/fixtures";
import { expect, test } from "vitest";
import { isPrintedTypes, parsePrintedTypes, programTypeCodec } from "../../src/program.ts";
import { printedTypes, randomProgramType } from "@lutra-internal/testing/printed-types";

/** Leaves out the names inside descriptors, which only inform: the last segment of a definition's name. */
function nameless(value: unknown): unknown {
  const json = JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && "variantsRecursive" in part
      ? { ...part, name: null }
      : part,
  );
  return JSON.parse(json) as unknown;
}

test.each(showcaseNames())("the printed types of %s are those of the program", (name) => {
  const programType = programTypeCodec.decode(showcase(name).programType);
  const text = printedTypes(programType);
  expect(isPrintedTypes(new TextEncoder().encode(text))).toBe(true);
  expect(nameless(parsePrintedTypes(text))).toEqual(nameless(programType));
});

test("types of any form are read as they were printed", () => {
  const random = createRandom(14);
  for (let i = 0; i < 300; i++) {
    const programType = randomProgramType(random);
    expect(nameless(parsePrintedTypes(printedTypes(programType)))).toEqual(nameless(programType));
  }
});

test("types may be called as what begins one is", () => {
  const text = "Input: [func]\nOutput: {enum}\nType definitions:\n  enum: func\n  func: Int64\n";
  const { input, output } = parsePrintedTypes(text);
  expect(input.kind).toMatchObject({ tag: "array", value: { kind: { value: ["func"] } } });
  expect(output.kind).toMatchObject({
    tag: "tuple",
    value: [{ ty: { kind: { value: ["enum"] } } }],
  });
});

test("blanks before the lines of a copy do not count", () => {
  const text = "Input:  m::Row\nOutput: Int64\nType definitions:\n  m::Row: {Output: Int8}\n";
  const expected = nameless(parsePrintedTypes(text));
  const indented = text.replaceAll(/^/gm, "    ");
  for (const copy of [indented, indented.trimStart(), text.replaceAll("\n", "\r\n"), `\n${text}`]) {
    expect(isPrintedTypes(new TextEncoder().encode(copy))).toBe(true);
    expect(nameless(parsePrintedTypes(copy))).toEqual(expected);
  }
});

test.each([
  ["Input: Int64\n", /no line that begins with Output:/],
  ["Input: {Int64\nOutput: Int64", /expected }, found "the end"/],
  ["Input: Int64 Int64\nOutput: Int64", /expected the end of the line, found "Int64"/],
  ["Input: Movie\nOutput: Int64", /the type Movie has no definition/],
  [`Input: ${"[".repeat(9999)}\nOutput: Int64`, /nest deeper than 500/],
  [`Input: ${"[".repeat(500)}Int8${"]".repeat(500)}\nOutput: Int64`, /nest deeper than 500/],
  ["Input: Int64 of twenty characters\nOutput: Int64", /found "of twenty characters"$/],
  ["Input: Int64 of twenty characters.\nOutput: Int64", /found "of twenty characters"$/],
  ["Type definitions:\nInput: Int64\nOutput: Int64", /no line that begins with Input:/],
  ["Input: {a: m::1}\nOutput: Int64", /expected a name, found "1}"/],
  ["Input: enum {1}\nOutput: Int64", /expected the name of a variant, found "1}"/],
  ["Input: \nOutput: Int64", /expected a type, found "the end"/],
  ["Input: func (Int8\nOutput: Int64", /expected \), found "the end"/],
  ["Input: {Int8 Int8}\nOutput: Int64", /expected }, found "Int8}"/],
  [
    "Input: Date\nOutput: Int64\nType definitions:\n  Date: {year: Int64}",
    /Date may be the program's own type, or that of std/,
  ],
  ["Input: A\nOutput: A\nType definitions:\n  A: {A}", /contains itself/],
])("%j is refused", (text, message) => {
  expect(() => parsePrintedTypes(text)).toThrow(message);
});

test("types nest up to 500 levels deep, again and again", () => {
  const nested = (levels: number): string => `${"[".repeat(levels)}Int8${"]".repeat(levels)}`;
  for (const input of [nested(499), `{${nested(498)}, ${nested(498)}}`])
    expect(() => parsePrintedTypes(`Input: ${input}\nOutput: Int64`)).not.toThrow();
});

test("what is no text of types is told from one", () => {
  expect(isPrintedTypes(new Uint8Array([0, 1, 2, 255]))).toBe(false);
});
