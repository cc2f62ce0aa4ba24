import { describe, expect, test } from "vitest";
import { scanDefinitions } from "../../src/faults/scan-definitions.ts";

/** Returns the definitions of a source as they stand in it. */
function definitionsOf(source: string): readonly string[] {
  return scanDefinitions(source).definitions.map(({ start, end }) => source.slice(start, end));
}

describe("definitions", () => {
  test.each<[string, readonly string[]]>([
    ["func a() -> 1\nconst b = 2", ["func a() -> 1\n", "const b = 2"]],
    ["\n type A: Int64\nexternal  func b()\nanno c()", ["type A: Int64\n", "external  func b()\n", "anno c()"]],
    ["import m::a\nfunc b() -> 1", ["import m::a\n", "func b() -> 1"]],
    ["## A.\n## B.\nfunc a() -> 1", ["## A.\n## B.\nfunc a() -> 1"]],
    ["## A.\n\n\nfunc a() -> 1", ["## A.\n\n\nfunc a() -> 1"]],
    ["## A.\n# B.\nfunc a() -> 1", ["func a() -> 1"]],
    ["## A.\n1\nfunc a() -> 1", ["func a() -> 1"]],
    ["## A.\nfunc a() -> 1\n## B.\nfunc b() -> 1", ["## A.\nfunc a() -> 1\n", "## B.\nfunc b() -> 1"]],
    ["const a = func (x) -> x", ["const a = func (x) -> x"]],
    ["const a = func\n `b c`() -> x", ["const a = ", "func\n `b c`() -> x"]],
    ["const a = afunc b typed $type c", ["const a = afunc b typed $type c"]],
    // Words in comments, names and strings are none.
    ["const a = 1 # const b", ["const a = 1 # const b"]],
    ["const a = `const b`", ["const a = `const b`"]],
    ["const a = `const\nconst b = 1", ["const a = `const\n", "const b = 1"]],
    ['const a = "const b \\" const c"', ['const a = "const b \\" const c"']],
    ['const a = "const b\nconst c = 1', ['const a = "const b\n', "const c = 1"]],
    ['const a = """\n } a const b\n"""\nconst c = 1', ['const a = """\n } a const b\n"""\n', "const c = 1"]],
    ['const a = "b\n } a const c"\nconst d = 1', ['const a = "b\n } a const c"\n', "const d = 1"]],
    // A string that takes definitions in is one whose end is missing.
    ['const a = "b\nfunc c() -> "d"', ['const a = "b\n', 'func c() -> "d"']],
    ['const a = """\n  const b = """c"""', ['const a = """\n  ', 'const b = """c"""']],
  ])("of %j", (source, expected) => {
    expect(definitionsOf(source)).toEqual(expected);
  }); // prettier-ignore
});

describe("modules", () => {
  test.each<[string, readonly string[], strayBraces: readonly number[], openModules: number]>([
    ["module m { const a = 1 }\nconst b = 2", ["module m {", "const a = 1 ", "const b = 2"], [], 0],
    ["module m { module n { const a = {1} } }", ["module m {", "module n {", "const a = {1} "], [], 0],
    ["module m { module n { const a = 1", ["module m {", "module n {", "const a = 1"], [], 2],
    ["} const a = {1}}", ["const a = {1}"], [0, 15], 0],
    ["module m { const a = (1 } } }", ["module m {", "const a = (1 "], [26, 28], 0],
    ["const a = [{1] }", ["const a = [{1] "], [15], 0],
  ])("of %j", (source, definitions, strayBraces, openModules) => {
    expect(definitionsOf(source)).toEqual(definitions);
    expect(scanDefinitions(source)).toMatchObject({ strayBraces, openModules });
  }); // prettier-ignore
});

test.each([
  ["func a(x: Int64) -> x", ["a"]],
  ["type `due date`: Int64", ["due date"]],
  ["const größe = b", ["größe"]],
  ["import m::`a b` as c", ["m", "a b", "as", "c"]],
])("names that are missing without %j", (source, names) => {
  expect(scanDefinitions(source).definitions.map((each) => each.names)).toEqual([names]);
});

test.each([
  ["func a(): Int64 -> x -> 1", "-> x -> 1"],
  ["func a(f: func (Int64 -> Int64)): Int64 -> 1", "-> 1"],
  ["func a() -> {b: 1}", undefined],
  ["const a: (): Int64 -> 1", undefined],
])("the body of %j begins at its arrow, if it says what it returns", (source, body) => {
  const [{ arrow } = { arrow: undefined }] = scanDefinitions(source).definitions;
  expect(arrow === undefined ? undefined : source.slice(arrow)).toBe(body);
});

test("keyword and name of a documented definition have their places", () => {
  const source = "## A.\nexternal func  a()";
  const [found] = scanDefinitions(source).definitions;
  expect(source.slice(found!.keywordStart)).toBe("external func  a()");
  expect(source.slice(found!.nameStart)).toBe("a()");
});
