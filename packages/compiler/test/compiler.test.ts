import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runnerFailure } from "@lutra-internal/testing";
import { CompileError } from "@lutra/compiler";
import { isCompilerBuilt } from "@lutra/compiler/node";
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

  test("reports a fault with its place in UTF-16", async () => {
    const [diagnostic] = await compiler.diagnose('func a() -> {"😀", missing}\n');
    expect(diagnostic?.range?.start).toEqual({ offset: 19, line: 1, column: 20 });
    expect(diagnostic?.range?.end).toMatchObject({ offset: 26 });
  });

  test("formats a source, and refuses one that cannot be parsed", async () => {
    expect(await compiler.format("func main()->1+ 2")).toBe("func main() -> 1 + 2\n");
    await expect(compiler.format("func main( ->")).rejects.toThrow(CompileError);
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

  test("bounds the sources, and names the option", async () => {
    await using small = startCompiler({ maxSourceBytes: 10 });
    const error = await runnerFailure(small.check("func main() -> 1"));
    expect(error).toMatchObject({
      code: "LIMIT_EXCEEDED",
      message: expect.stringMatching(/maxSourceBytes \(10\)/) as unknown,
    });
  });
});
