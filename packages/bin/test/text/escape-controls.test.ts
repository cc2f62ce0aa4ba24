import { expect, test } from "vitest";
import { parseJson, parseSource } from "../../src/parse.ts";
import {
  escapeControls,
  renderCsv,
  renderJson,
  renderSource,
  renderTable,
  renderType,
} from "../../src/render.ts";
import { array, enumOf, std, tuple } from "../support/make-ty.ts";

test.each([
  ["plain text and emoji", "aé字👩‍👩‍👧", "aé字👩‍👩‍👧"],
  ["backslashes and quotes", '\\"', '\\"'],
  ["C0", "\0\u0007\u001b[2J\u007f", "\\x00\\x07\\x1B[2J\\x7F"],
  ["line ends and tabs", "a\n\r\tb", "a\\n\\r\\tb"],
  ["C1", "\u0080\u0085\u009b31m", "\\u{80}\\u{85}\\u{9b}31m"],
  ["marks of direction", "\u202e\u2066\u200f\u061c", "\\u{202e}\\u{2066}\\u{200f}\\u{61c}"],
  ["separators", "\u2028\u2029", "\\u{2028}\\u{2029}"],
  ["what has no shape", "\u200b\ufeff\u{e0041}", "\\u{200b}\\u{feff}\\u{e0041}"],
  ["half a pair", "\ud83d.", "\\u{d83d}."],
])("%s", (_, text, expected) => {
  expect(escapeControls(text)).toBe(expected);
  expect(escapeControls(expected)).toBe(expected);
});

test("lines may stay lines", () => {
  expect(escapeControls("a\n\tb\r\u001b", { keepLines: true })).toBe("a\n\tb\\r\\x1B");
});

/** Every character that may not reach a terminal. */
const hidden = [
  ...Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)),
  ..."\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff".split(
    "",
  ),
  "\u{e0001}",
].filter((char) => char < " " || char > "~");

test("no text or name brings one to the output, and literals and JSON read back", () => {
  const shown = (output: string): string => output.replaceAll("\n", "");
  for (const char of hidden) {
    const name = `a${char}b`;
    const ty = tuple([name, std("Text")], ["e", enumOf([name], [`${name}2`, array(std("Text"))])]);
    const value = { [name]: name, e: { tag: `${name}2`, value: [name] } };
    const source = renderSource(value, ty);
    const json = renderJson(value, ty, [], { indent: 2 });
    const outputs = [source, json, renderTable([value], array(ty)), renderType(ty)];
    for (const output of outputs) expect(shown(output)).not.toContain(char);
    expect(parseSource(source, ty)).toEqual(value);
    expect(parseJson(json, ty)).toEqual(value);
  }
});

test("CSV is data, and stays as it is", () => {
  expect(renderCsv("\u009b\u202e", std("Text"))).toBe("Text\n\u009b\u202e\n");
});
