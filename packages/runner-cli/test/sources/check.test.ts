import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { showcase } from "@lutra-internal/fixtures";
import { isCompilerBuilt } from "@lutra/compiler/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { main } from "../../src/index.ts";
import { fakeIo, lutra } from "../fake-io.ts";

const movies = fileURLToPath(
  new URL("../../../../examples/programs/movie-search", import.meta.url),
);

describe.skipIf(!isCompilerBuilt())("commands on sources (npm run build:compiler)", () => {
  let scratch: string;
  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), "lutra-check-"));
  });
  afterAll(() => rm(scratch, { recursive: true }));

  async function write(name: string, text: string): Promise<string> {
    const path = join(scratch, name);
    await writeFile(path, text);
    return path;
  }

  const mistakes =
    "func one(x: Int64): Int64 -> x + missing\n\tfunc two(): Text -> 5: Int64\nfunc three() -> (1 +\n";

  test("check shows three mistakes with carets", async () => {
    const file = await write("three.lt", mistakes);
    const { code, out, err } = await lutra("check", file);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err.split("\n\n").map((part) => part.split("\n"))).toEqual([
      [
        `${file}:1:34: error[E0000]: name does not exist`,
        "1 | func one(x: Int64): Int64 -> x + missing",
        "  |                                  ^^^^^^^",
      ],
      [
        expect.stringMatching(/three\.lt:2:22: error/),
        "2 |     func two(): Text -> 5: Int64",
        expect.stringMatching(/^ {2}\| {25}\^+$/),
      ],
      [
        expect.stringMatching(/three\.lt:3:21: error/),
        "3 | func three() -> (1 +",
        expect.stringMatching(/\^$/),
      ],
      ["3 faults", ""],
    ]);
  });

  test("check --json prints the faults as data, and nothing else", async () => {
    const file = await write("data.lt", mistakes);
    const { code, out, err } = await lutra("check", file, "--json");
    expect({ code, err }).toEqual({ code: 1, err: "" });
    const { diagnostics } = JSON.parse(out) as { diagnostics: readonly unknown[] };
    expect(diagnostics).toHaveLength(3);
    expect(diagnostics[0]).toMatchObject({
      code: "E0000",
      range: { file, start: { offset: 33, line: 1, column: 34 } },
    });
    const one = await lutra("check", await write("one.lt", "const a = missing\n"), "--json");
    expect(one).toMatchObject({ code: 1, err: "" });
    const right = await lutra("check", join(movies, "main.lt"), "--json");
    expect(right).toEqual({ code: 0, out: '{"diagnostics":[]}\n', err: "" });
  });

  test("faults have colours on a terminal, unless NO_COLOR says otherwise", async () => {
    const file = await write("color.lt", "func main() -> missing");
    for (const [terminal, env, hasColor] of [
      [true, {}, true],
      [true, { NO_COLOR: "1" }, false],
      [true, { TERM: "dumb" }, false],
      [false, {}, false],
    ] as const) {
      const io = fakeIo({ terminal, env });
      const stderr = { ...io.stderr, isTerminal: terminal };
      expect(await main(["check", file], { ...io, stderr })).toBe(1);
      expect(io.err().includes("\u001b[31m")).toBe(hasColor);
    }
  });

  test("check compiles a program for a runner if there is one", async () => {
    const file = await write("tables.lt", 'func main() -> std::sql::from("t"): [{a: Int64}]\n');
    expect((await lutra("check", file)).code).toBe(0);
    expect((await lutra("check", file, "-r", "interpreter")).err).toMatch(/std::sql::from/);
    expect((await lutra("check", file, "-r", "duckdb")).out).toBe(`${file}: no faults\n`);
    expect((await lutra("check", file, "--program", "main() + 1")).code).toBe(1);
  });

  test("compile writes the programs of all kinds, and their types", async () => {
    const folder = join(scratch, "out", "in");
    const kinds = ["-k", "bytecode-lt,sql-pg", "--kind", "sql-duckdb"];
    const args = ["compile", join(movies, "main.lt"), ...kinds, "-o", folder];
    expect((await lutra(...args)).out).toMatch(
      /program\.sql-pg\.rr\.ld {2}[\d,]+ bytes\n[^]*input/,
    );
    const names = ["bytecode-lt", "sql-duckdb", "sql-pg"].map((kind) => `program.${kind}.rr.ld`);
    expect(await readdir(folder)).toEqual(["program-type.ld", ...names]);
    const input = ["-i", join(movies, "input.lt")];
    for (const name of names.filter((each) => !each.includes("pg"))) {
      const { out } = await lutra("run", join(folder, name), ...input);
      expect(out).toBe(`const output = ${showcase("movie-search").expectedSource}\n`);
    }
    const { out } = await lutra(...args, "--json");
    expect(JSON.parse(out)).toEqual({
      files: [names[0]!, names[2]!, names[1]!, "program-type.ld"].map((each) => join(folder, each)),
    });
  });

  test("compile shows a type in one line if the terminal has room for it", async () => {
    const name = "a".repeat(64);
    const file = await write("wide.lt", `func main() -> {${name} = 1: Int64}\n`);
    const compiled = async (columns?: number): Promise<string> => {
      const io = fakeIo(columns === undefined ? {} : { columns });
      expect(await main(["compile", file, "-o", join(scratch, "wide")], io)).toBe(0);
      return io.out();
    };
    const line = `output  {${name}: Int64}`;
    expect(line).toHaveLength(81);
    expect(await compiled(81)).toContain(`${line}\n`);
    const lines = `output  {\n  ${name}: Int64`;
    expect(await compiled(80)).toContain(lines);
    // A terminal that does not tell has 80.
    expect(await compiled()).toContain(lines);
  });

  test("compile says what is in the way of its folder", async () => {
    const file = await write("way.lt", "func main() -> 1: Int64\n");
    expect(await lutra("compile", file, "-o", file)).toMatchObject({
      code: 1,
      err: `error: cannot write to ${file}: a file of that name is in the way\n`,
    });
  });

  test("compile writes nothing if one kind does not compile", async () => {
    const file = await write("sql.lt", 'func main() -> std::sql::from("t"): [{a: Int64}]\n');
    const folder = join(scratch, "nothing");
    const { code, err } = await lutra("compile", file, "-k", "sql-pg,bytecode-lt", "-o", folder);
    expect({ code, err }).toMatchObject({
      code: 1,
      err: expect.stringMatching(/compiled for bytecode-lt/) as unknown,
    });
    expect(await readdir(scratch)).not.toContain("nothing");
    expect((await lutra("compile", file, "-r", "duckdb", "-o", folder)).code).toBe(0);
    expect(await readdir(folder)).toEqual(["program-type.ld", "program.sql-duckdb.rr.ld"]);
  });

  test("format writes the standard form, and --check only says what is not in it", async () => {
    const file = await write("form.lt", "func main()->1+  1");
    const other = await write("formed.lt", "func main() -> 1\n");
    expect(await lutra("format", "--check", file, other)).toMatchObject({
      code: 1,
      out: `not formatted: ${file}\n`,
      err: expect.stringMatching(/form\.lt is not formatted\nhelp: /) as unknown,
    });
    expect(await lutra("format", file, other)).toMatchObject({
      out: `formatted: ${file}\n`,
      err: "",
    });
    expect(await readFile(file, "utf8")).toBe("func main() -> 1 + 1\n");
    expect((await lutra("format", "--check", file)).out).toBe("everything is formatted\n");
    const bad = await write("form-bad.lt", "func main( ->");
    expect(await lutra("format", bad, file)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/form-bad\.lt:1:12: /) as unknown,
    });
  });

  test("format reads standard input and prints", async () => {
    const io = fakeIo({ stdin: "func main()->1" });
    expect(await main(["format", "-"], io)).toBe(0);
    expect(io.out()).toBe("func main() -> 1\n");
    expect((await lutra("format", "-", "x.lt")).err).toMatch(/- is standard input/);
  });

  test("describe lists definitions and the kinds that a program compiles for", async () => {
    const file = await write(
      "described.lt",
      '## All rows.\nfunc main() -> std::sql::from("t"): [{a: Int64}]\nmodule m { func f() -> 1: Int64 }\n' +
        "anno mine()\nimport m::f as g\n",
    );
    const { out, err } = await lutra("describe", file);
    expect(err).toBe("");
    expect(out).toMatch(/^kinds +sql-pg, sql-duckdb$/m);
    expect(out).toMatch(/^## All rows\.\nfunc main\(\): \[\{a: Int64\}\]$/m);
    expect(out).toMatch(/^m:: func f\(\): Int64$/m);
    expect(out).not.toMatch(/anno|import/);
    const example = ["describe", join(movies, "main.lt"), "--example-input", "json"];
    const input = JSON.parse((await lutra(...example)).out) as object;
    expect(Object.keys(input)).toEqual(["query", "movies"]);
  });

  test.each([
    [60, true],
    [61, false],
  ])("describe shows a type in 80 columns: a field of %d letters", async (letters, fits) => {
    const name = "x".repeat(letters);
    const file = await write("wide.lt", `func main(): {${name}: Int64} -> {${name} = 1}\n`);
    const { out, err } = await lutra("describe", file);
    expect(err).toBe("");
    expect(out.includes(`\noutput     {${name}: Int64}\n`)).toBe(fits);
  });

  test("describe makes no example input without a program", async () => {
    const file = await write("constants.lt", "const one = 1: Int64\n");
    expect((await lutra("describe", file)).code).toBe(0);
    expect(await lutra("describe", file, "--example-input", "json")).toMatchObject({
      code: 2,
      err: `error[usage]: ${file} has no main\nhelp: name the function with --program\n`,
    });
  });

  test("interface --into keeps what a runner offers as a submodule, and no other file is lost", async () => {
    const file = join(scratch, "offered.lt");
    expect((await lutra("interface", "-r", "duckdb", "--into", file)).out).toBe(`${file}\n`);
    expect(await readFile(file, "utf8")).toMatch(
      /^# Written by .* duckdb offers\. .*\nsubmodule\n/,
    );
    expect((await lutra("interface", "-r", "duckdb", "--into", file)).code).toBe(0);
    const empty = await write("empty.lt", "");
    expect((await lutra("interface", "-r", "duckdb", "--into", empty)).code).toBe(0);
    const own = await write("own.lt", "func mine() -> 1");
    expect(await lutra("interface", "-r", "duckdb", "--into", own)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/own\.lt has a source that this command did not write/) as unknown,
    });
    expect(await readFile(own, "utf8")).toBe("func mine() -> 1");
  });

  test.each([["run"], ["describe"], ["compile"]])(
    "%s says which functions there are if the one named is not",
    async (command) => {
      const { code, err } = await lutra(command, join(movies, "main.lt"), "-p", "mian");
      expect(err).toMatch(
        /^error: there is no function mian in .*\nhelp: --program takes one of .*main/,
      );
      expect(code).toBe(1);
    },
  );

  test.each([
    ["in a source", "run", "func main() -> runner::from_orders()", []],
    ["for a runner without it", "check", "func main() -> runner::from_orders()", ["-r", "duckdb"]],
    ["in an expression", "run", "", ["-e", "runner::from_orders()"]],
  ])("says where the names of a runner come from, %s", async (_, command, text, options) => {
    const file = await write("offered.lt", text);
    const { code, err } = await lutra(command, file, ...options);
    expect(err).toMatch(/^note: the runner offers the names of `runner`: `lutra-runner interface/m);
    expect(code).toBe(1);
  });

  test("check shows a fault of the expression that was given with its line", async () => {
    const { code, err } = await lutra("check", join(movies, "main.lt"), "-p", "mian");
    expect(err).toBe(
      "expression:1:1: error[E0000]: name does not exist\n1 | mian\n  | ^^^^\n\n1 fault\n",
    );
    expect(code).toBe(1);
  });

  test.each([
    [["compile", "a.lt", "-k", "sql"], /unknown kind of program: sql\nhelp: --kind is one of bytecode-lt, sql-pg, sql-duckdb/],
    [["compile", "a.lt", "-k", "sql-pg", "-r", "duckdb"], /--runner says the kind of program/],
    [["format"], /format needs a SOURCE/],
    [["describe", movies + "/main.lt", "--type", "x"], /--type is for compiled programs/],
    [["describe", movies + "/input.ld", "--program", "x"], /--program is for sources/],
  ])("refuses %j", async (args, message) => {
    const { code, err } = await lutra(...args);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  }); // prettier-ignore
});
