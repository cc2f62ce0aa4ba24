import { describe, expect, it } from "vitest";
import { seeProblems } from "../src/see-references.ts";

const pages: Readonly<Record<string, string>> = {
  "docs/page.md": "# Page\n\n## Enum heads\n",
  "src/a.ts": "",
};
const problems = (text: string): readonly string[] =>
  seeProblems("a.ts", text, (path) => pages[path]);

describe("seeProblems", () => {
  it.each([
    '/** @see docs/page.md, "Enum heads" */',
    ' * @see docs/page.md, "Page"',
    " * @see docs/page.md",
    " * @see src/a.ts",
    " * @see https://www.rfc-editor.org/rfc/rfc4180",
    'const text = "@see nothing";',
  ])("allows %j", (text) => {
    expect(problems(text)).toEqual([]);
  });

  it.each([
    [" * @see docs/none.md", "there is no file docs/none.md"],
    [' * @see docs/page.md, "Tags"', 'docs/page.md has no heading "Tags"'],
    [" * @see interpreter, section 7", "name a file and one of its headings"],
    ["/** @see the interface crate's `Run` */", "name a file and one of its headings"],
  ])("refuses %j", (text, problem) => {
    expect(problems(text)).toEqual([expect.stringContaining(problem)]);
  });
});
