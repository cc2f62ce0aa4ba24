// All faults are found at once, although the compiler stops at the first.
import { createRandom } from "@lutra-internal/testing";
import { startCompiler } from "@lutra-internal/testing/compiler";
import type { Sources } from "@lutra/compiler";
import { isCompilerBuilt } from "@lutra/compiler/node";
import { afterAll, describe, expect, test } from "vitest";

describe.skipIf(!isCompilerBuilt())("the compiler (npm run build:compiler)", () => {
  const compiler = startCompiler();
  afterAll(() => compiler.close());

  /** Returns place and message of each fault. */
  async function faults(sources: Sources): Promise<readonly string[]> {
    return (await compiler.diagnose(sources)).map(
      ({ message, range }) =>
        `${range?.file}:${range?.start.line}:${range?.start.column} ${message.split("\n")[0]}`,
    );
  }

  const cases: readonly (readonly [string, Sources, readonly RegExp[]])[] = [
    [
      "names and types in three definitions",
      "func a(x: Int64): Int64 -> x + missing\nfunc b(): Text -> 5: Int64\nfunc c() -> nowhere\nfunc main() -> a(1)",
      [/^main.lt:1:32 /, /^main.lt:2:/, /^main.lt:3:13 /],
    ],
    [
      "documented definitions, the last ones of a file too",
      "## A.\nfunc a() -> missing\n# No documentation.\n\n## B,\n## on two lines.\nfunc b(x: Int64) -> (x + gone)\n## C.\nfunc c() -> lost\n",
      [/^main.lt:2:13 /, /^main.lt:7:26 /, /^main.lt:9:13 /],
    ],
    [
      "syntax and types",
      "func a() -> (1 +\nfunc b(): Text -> 5: Int64\nfunc c() -> 1 2 3\nfunc d() -> missing",
      [/^main.lt:[12]:/, /^main.lt:2:/, /^main.lt:3:/, /^main.lt:4:13 /],
    ],
    [
      "nested modules",
      "module one {\n  func a() -> missing\n  module two {\n    func b() -> gone\n    func ok(): Int64 -> 1\n  }\n}\nfunc c() -> one::two::ok() + lost",
      [/^main.lt:2:15 /, /^main.lt:4:17 /, /^main.lt:8:30 /],
    ],
    [
      "modules on one line",
      "module m { func a() -> missing func b() -> gone }\nfunc c() -> lost",
      [/^main.lt:1:24 /, /^main.lt:1:44 /, /^main.lt:2:13 /],
    ],
    [
      "several files",
      { "module.lt": "func a() -> missing", "x.lt": "submodule\nfunc b() -> gone", "y.lt": "submodule\nfunc c() -> (" },
      [/^module.lt:1:13 /, /^x.lt:2:13 /, /^y.lt:2:/],
    ],
    [
      "a function whose body begins on a new line",
      "func a(x: Int64): Int64 ->\n  missing\nfunc b() -> gone",
      [/^main.lt:2:3 /, /^main.lt:3:13 /],
    ],
    [
      "users of a faulty definition are no faults",
      "func a() -> missing\nfunc b() -> a() + 1\ntype T: Nowhere\nfunc c(t: T): T -> t\nfunc d() -> {b(), 1}",
      [/^main.lt:1:13 /, /^main.lt:3:9 /],
    ],
    [
      "users of a function with a faulty body are still checked",
      "func a(x: Int64): Int64 -> x + missing + missing\nfunc b(): Text -> a(1)",
      [/^main.lt:1:32 /, /^main.lt:2:/],
    ],
    [
      "after characters of several bytes and tabs",
      'func a() -> {"ž€😀", missing}\n\tfunc b() -> {"😀", gone}',
      [/^main.lt:1:22 /, /^main.lt:2:21 /],
    ],
    ["a string without its end", 'func a() -> "abc\nfunc b() -> missing\n', [/^main.lt:1:/, /^main.lt:2:13 /]],
    ["a bracket too many", "func a() -> 1: Int64 }\nfunc b() -> missing", [/^main.lt:1:22 /, /^main.lt:2:13 /]],
    ["words of definitions in strings and comments", 'func a() -> {"func x() -> 1", missing} # func y() -> 2\nconst b = `func z`', [/^main.lt:1:31 /, /^main.lt:2:/]],
    ["no definition at all", "5 + 5", [/^main.lt:1:1 /]],
    ["nothing wrong", "func main() -> 1: Int64", []],
  ]; // prettier-ignore

  test.each(cases)("%s", async (_, sources, expected) => {
    const found = await faults(sources);
    expect(found).toEqual(expected.map((each) => expect.stringMatching(each) as unknown));
    expect(await faults(sources)).toEqual(found);
  });

  /** Definitions on a line each; `#` stands for a number of their own. */
  const right = [
    "func r#(x: Int64): Int64 -> x + #",
    "type T#: {a: Int32, b: Text}",
    'const c#: Text = "func"',
    "func s#(t: {a: Int64}): Int64 -> t.a # (",
  ];
  const wrong = [
    "func w#(x: Int64): Int64 -> x + missing",
    "func w#(): Text -> #: Int64",
    "type W#: [Nowhere#]",
    "func w#() -> {a = nowhere}",
    "func w#(x: Int64) -> (x + ",
    "func w#(x: Int64 -> x",
    'const w#: Int64 = "text"',
    "func w#() -> 1 2",
  ];

  test("every faulty definition is told, and no other, wherever they are", async () => {
    const random = createRandom(16);
    for (let round = 0; round < 60; round++) {
      const faulty: number[] = [];
      const lines: string[] = [];
      let depth = 0;
      for (let i = 0; i < 3 + random.below(8); i++) {
        if (random.below(4) === 0) {
          lines.push(`module m${i} {`);
          depth++;
        }
        const isWrong = random.below(2) === 0;
        lines.push(random.pick(isWrong ? wrong : right).replaceAll(/#(?! \()/g, String(i)));
        if (isWrong) {
          faulty.push(lines.length);
          // Where an end is missing, the compiler may see it on the next line.
          lines.push(`const after${i}: Int64 = 1`);
        }
        if (depth > 0 && random.below(3) === 0) {
          lines.push("}");
          depth--;
        }
      }
      lines.push(...Array<string>(depth).fill("}"));
      const source = lines.join("\n");
      const found = await compiler.diagnose(source);
      const told = new Set(found.map(({ range }) => faultyLine(faulty, range!.start.line)));
      expect({ source, told: [...told] }).toEqual({ source, told: faulty });
    }
  });

  function faultyLine(faulty: readonly number[], line: number): number {
    return faulty.includes(line) ? line : (faulty.findLast((each) => each < line) ?? line);
  }

  test("a panic of the compiler on the rest ends the search, and the faults found are kept", async () => {
    // The compiler panics on `main`, once nothing else is wrong.
    const source = "func main(x: Int32) -> main(x)\nfunc b() -> missing";
    expect(await faults(source)).toEqual(["main.lt:2:13 name does not exist"]);
    expect(await faults("func main(): Int64 -> 1")).toEqual([]);
  });

  test("where the end of a module is missing, no names are told to be missing", async () => {
    const found = await faults("module m {\n  func a() -> (1 + \nfunc b(): Int64 -> m::c()\n");
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^main.lt:3:6 /);
  });

  test("a hundred faults end within the rounds", async () => {
    const source = Array.from({ length: 100 }, (_, i) => `func f${i}() -> missing${i}\n`).join("");
    const found = await faults(source);
    expect(found.length).toBeGreaterThanOrEqual(30);
    expect(found[0]).toMatch(/^main.lt:1:14 /);
  });
});
