import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runnerFailure } from "@lutra-internal/testing";
import { CompileError } from "@lutra/compiler";
import { isCompilerBuilt } from "@lutra/compiler/node";
import type { ProgramKind } from "@lutra/runner-core";
import { afterAll, describe, expect, test } from "vitest";
import { startCompiler } from "@lutra-internal/testing/compiler";

const programs = new URL("../../../examples/programs/", import.meta.url);
const sourceOf = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`${name}/main.lt`, programs)), "utf8");

describe.skipIf(!isCompilerBuilt())("the compiler (npm run build:compiler)", () => {
  const compiler = startCompiler();
  afterAll(() => compiler.close());

  test("compiles a program for each kind, with its types", async () => {
    const project = await compiler.check(sourceOf("movie-search"));
    for (const kind of ["bytecodeLt", "sqlPostgres", "sqlDuckDb"] as const) {
      const { program, type } = await project.compile("main", kind);
      expect(program.kind).toBe(kind);
      expect(type.input.kind.tag).toBe("tuple");
    }
  });

  test.each(["bytecode-lt", "sql", "toString", undefined])("has no kind %s", async (kind) => {
    const project = await compiler.check("func main(): Int64 -> 1");
    await expect(project.compile("main", kind as ProgramKind)).rejects.toThrow(
      `unknown kind of program: ${String(kind)}; use sqlPostgres, sqlDuckDb, bytecodeLt`,
    );
  });

  test("names definitions with docs, parameters and places", async () => {
    const source = "## Three times a number.\nfunc triple(x: Int64) -> 3 * x\ntype T: {a: Int32}\n";
    const { definitions } = await compiler.check(source);
    const [triple, type] = definitions;
    expect(triple).toMatchObject({ path: ["triple"], kind: "function", parameters: ["x"] });
    expect(triple?.doc?.trim()).toBe("Three times a number.");
    expect(triple?.range?.start).toEqual({ offset: 30, line: 2, column: 6 });
    expect(type).toMatchObject({ path: ["T"], kind: "type" });
  });

  test("finds what a name refers to, after characters of several bytes", async () => {
    const source = 'const e = "ž€😀"\nfunc f(x: Int64) -> x\nfunc main() -> {e, f(1)}\n';
    const project = await compiler.check(source);
    const found = await project.definitionAt({
      file: "main.lt",
      offset: source.lastIndexOf("f(1)"),
    });
    expect(found?.path).toEqual(["f"]);
    expect(found?.definition?.start).toMatchObject({ line: 2, column: 6 });
  });

  test("gives no place to a definition of the standard library", async () => {
    const source = "func main(x: [Int64]) -> sum(x)";
    const project = await compiler.check(source);
    const found = await project.definitionAt({ file: "main.lt", offset: source.indexOf("sum") });
    expect(found?.path?.[0]).toBe("std");
    expect(found?.range?.start.offset).toBe(source.indexOf("sum"));
    expect(found?.definition).toBeUndefined();
  });

  test("reports a fault with its place in UTF-16", async () => {
    const [diagnostic] = await compiler.diagnose('func a() -> {"😀", missing}\n');
    expect(diagnostic?.range?.start).toEqual({ offset: 19, line: 1, column: 20 });
    expect(diagnostic?.range?.end).toMatchObject({ offset: 26 });
  });

  test("ends a range before the end of its line", async () => {
    const [diagnostic] = await compiler.diagnose("func a() -> missing\n");
    expect(diagnostic?.range?.end).toEqual({ offset: 19, line: 1, column: 20 });
  });

  test("formats a source, and refuses one that cannot be parsed", async () => {
    expect(await compiler.format("func main()->1+ 2")).toBe("func main() -> 1 + 2\n");
    await expect(compiler.format("func main( ->")).rejects.toThrow(CompileError);
  });

  test.each([
    ["func twice(x: T): {T, T} where T -> {x, x}", "func f(x: Int64) -> twice(x)"],
    ["func last(x: [T]): T? where T -> find(x, y -> true)", "func f(x: [Int64]) -> last(x)"],
    ["func plus(x: T, y: T): T where T: Int64 | Float64 -> x", "func f(x: Int64) -> plus(x, x)"],
    [
      "func call(f: func (A): B, x: A): B where A, B -> f(x)",
      "func f(x: Int64) -> call(y -> 2 * y, x)",
    ],
  ])("checks a generic function, and compiles what calls it: %s", async (generic, caller) => {
    const project = await compiler.check(`module m { ${generic} }\nimport m::*\n${caller}`);
    const named = project.definitions.map(({ path }) => path.join("::"));
    expect(named).toContain("f");
    const typed = project.types.decls.map(({ name }) => name);
    expect(typed).toContain("f");
    expect((await project.compile("f", "bytecodeLt")).program.kind).toBe("bytecodeLt");
    await expect(
      project.compile(
        named.find((name) => name.startsWith("m::"))!,
        "sqlPostgres",
      ),
    ).rejects.toThrow(CompileError);
  });

  test("lists no definitions of the standard library", async () => {
    const { definitions } = await compiler.check("module m { func a(): Int64 -> 1 }\nimport m::a");
    expect(definitions.map(({ path, kind }) => `${kind} ${path.join("::")}`)).toEqual([
      "import a",
      "function m::a",
    ]);
  });

  test.each([
    ["apply", /parameter 1 contains a function/],
    ["named", /parameter 2 contains a function/],
    ["adder", /returns a function/],
    ["Row", /found a type/],
    ["Int64", /`std::Int64` is a type/],
    ["{1: Int64, adder}", /cannot contain a function/],
  ])("says why %s is no program", async (program, message) => {
    const project = await compiler.check(`
      type Row: {id: Int64, next: enum {none, some: Row}}
      func apply(f: func (Int64): Int64, x: Int64): Int64 -> f(x)
      func named(row: Row, f: func (Int64): Int64): Int64 -> f(row.id)
      func adder(x: Int64): func (Int64): Int64 -> (y -> x + y)
      func rows(row: Row): [Row] -> [row]
    `);
    for (const kind of ["bytecodeLt", "sqlDuckDb"] as const) {
      const compiling = project.compile(program, kind);
      await expect(compiling).rejects.toThrow(CompileError);
      await expect(compiling).rejects.toThrow(message);
    }
    await expect(project.compile("rows", "bytecodeLt")).resolves.toBeDefined();
  });

  test.each([
    ["a named function", "type P: func (Int64): Int64", "1:9"],
    ["one that is called", "type P: func (Int64): Int64\nfunc f(p: P): Int64 -> p(1)", "1:9"],
    ["a field", "type P: {id: Int64, next: {f: func (): Text}}", "1:31"],
    ["a field of items", "type P: [{f: func (Int64): Int64}]", "1:14"],
    ["a variant", "type P: enum {none, some: func (Int64): Int64}", "1:27"],
    ["a type of a module", "module m { type P: {func (Int64): Int64} }", "1:21"],
    ["an enum of a parameter", "func f(p: enum {a: func (): Int64, b}): Int64 -> 1", "1:6"],
    [
      "an enum of an external",
      "external func f(func (): enum {a: {func (): Int64}}): Int64",
      "1:15",
    ],
  ])("says where a function is inside of a type: %s", async (_, source, place) => {
    const found = await compiler.diagnose(`${source}\nfunc main(): Int64 -> 1`);
    const places = found.map(({ range }) => `${range?.start.line}:${range?.start.column}`);
    expect(places).toEqual([place]);
    expect(found[0]?.message).toMatch(/describes data and cannot contain a function/);
  });

  test("says all faults of types beside those of the compiler, in their files", async () => {
    const found = await compiler.diagnose({
      "module.lt": "func a() -> missing",
      "x.lt": "submodule\ntype P: {a: func (): Int64}\ntype Q: {b: func (): Int64}",
    });
    const places = found.map(({ range }) => `${range?.file}:${range?.start.line}`);
    expect(places).toEqual(["module.lt:1", "x.lt:2", "x.lt:3"]);
  });

  test.each([
    "type P: [func (Int64): Int64]\nfunc f(p: P): Int64 -> 1\nfunc main(): Int64 -> f([one])",
    "func f(p: {g: func (Int64): Int64}): Int64 -> 1\nfunc main(): Int64 -> f({g = one})",
    "func main(): Int64 -> [one] | index(0) | is_some | (b -> 1)",
  ])("compiles a function inside of a type that needs no layout: %s", async (source) => {
    const project = await compiler.check(`func one(x: Int64): Int64 -> x + 1\n${source}`);
    for (const kind of ["bytecodeLt", "sqlDuckDb"] as const)
      expect((await project.compile("main", kind)).program.kind).toBe(kind);
  });

  test.each(["mine", "m::inner", "renamed", "doc", "std::doc", " std::hidden "])(
    "says that %s is an annotation and no program",
    async (program) => {
      const project = await compiler.check(
        "anno mine()\nmodule m { anno inner(text: Text) }\nimport std::runner as renamed\nfunc main(): Int64 -> 1",
      );
      const error: unknown = await project.compile(program, "bytecodeLt").catch((each) => each);
      expect(error).toBeInstanceOf(CompileError);
      const [fault] = (error as CompileError).diagnostics;
      expect(fault?.message).toMatch(/is an annotation, and a program is a function/);
      expect(fault?.range).toMatchObject({ file: "expression", end: { offset: program.length } });
    },
  );

  test("compiles for what a runner has beyond its kind, and for its kind whatever it says", async () => {
    const project = await compiler.check(
      'func main(): [{id: Int64}] -> std::fs::read_parquet("a.parquet")',
    );
    await expect(project.compile("main", "bytecodeLt")).rejects.toThrow(CompileError);
    const externals = ["repr:sql-pg", "std::fs"];
    const { program } = await project.compile("main", "bytecodeLt", { externals });
    expect(program.kind).toBe("bytecodeLt");
  });

  test("is gone where the WebAssembly is not the compiler", async () => {
    const wasm = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    await using other = startCompiler({ wasm });
    const error = await runnerFailure(other.check(""));
    expect(error.code).toBe("COMPILER_CRASHED");
    expect(error.message).toMatch(/^the compiler is gone/);
  });

  test("survives a panic of the compiler", async () => {
    const error = await runnerFailure(compiler.check("func main(x: Int32) -> main(x)"));
    expect(error.code).toBe("COMPILER_CRASHED");
    expect(await compiler.diagnose("func main(): Int64 -> 1")).toEqual([]);
  });

  test("takes no longer than its time limit", async () => {
    await using quick = startCompiler({ timeoutMs: 1 });
    expect((await runnerFailure(quick.check("func main() -> 1"))).code).toBe("TIMEOUT");
  });

  test("bounds the sources by a mebibyte by default", async () => {
    const longest = `# ${" ".repeat((1 << 20) - 26)}\nfunc main(): Int64 -> 1`;
    expect(longest).toHaveLength(1 << 20);
    expect(await compiler.diagnose(longest)).toEqual([]);
    const error = await runnerFailure(compiler.check(`${longest} `));
    expect(error.message).toMatch(/maxSourceBytes \(1048576\)/);
  });

  test("bounds the sources, and names the option", async () => {
    await using small = startCompiler({ maxSourceBytes: 10 });
    const error = await runnerFailure(small.check("func main() -> 1"));
    expect(error).toMatchObject({
      code: "LIMIT_EXCEEDED",
      message: expect.stringMatching(/maxSourceBytes \(10\)/) as unknown,
    });
  });
});
