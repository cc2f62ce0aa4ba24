import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { showcase, showcaseNames } from "@lutra-internal/fixtures";
import { float64 } from "@lutra/bin";
import { isCompilerBuilt } from "@lutra/compiler/node";
import { PGlite } from "@electric-sql/pglite";
import { AsyncRunner } from "@lutra/runner-async";
import { InterpreterRunner, nativeFunction, nativeModule } from "@lutra/runner-interpreter";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compileFor, plainTarget, targetOf } from "../../src/sources/compile.ts";
import { withCompiler } from "../../src/sources/compiler.ts";
import { readProject } from "../../src/sources/project.ts";
import { CliProcess } from "../cli-process.ts";
import { runOnDuckDb } from "../duckdb-database.ts";
import { fakeIo, lutra } from "../fake-io.ts";

const programs = fileURLToPath(new URL("../../../../examples/programs/", import.meta.url));
const fixtures = fileURLToPath(
  new URL("../../../runner-interpreter/test/fixtures/", import.meta.url),
);
const movies = join(programs, "movie-search");
const run = ["run", join(movies, "main.lt"), "--input", join(movies, "input.lt")];
const expected = `const output = ${showcase("movie-search").expectedSource}\n`;
const success = { code: 0, out: expected, err: "" };

describe.skipIf(!isCompilerBuilt())("run on sources (npm run build:compiler)", () => {
  let scratch: string;
  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), "lutra-run-"));
  });
  afterAll(() => rm(scratch, { recursive: true }));

  test.each([
    ["main", [], "", /^help: add one: func main\(\): Int64 -> 7$/m],
    [
      "gone",
      ["-p", "gone"],
      "func a() -> 1: Int64\nfunc b(): Int64 -> 2",
      /^help: --program takes one of a, b$/m,
    ],
    [
      "m::gone",
      ["--expression", " m::gone"],
      "func main(): Int64 -> 1",
      /^help: --program takes one of main$/m,
    ],
  ])("says that there is no function %s", async (name, options, text, help) => {
    const source = await write("functions.lt", text);
    const { code, err } = await lutra("run", source, ...options);
    expect([code, err]).toEqual([
      1,
      expect.stringContaining(`error: there is no function ${name} in ${source}\n`),
    ]);
    expect(err).toMatch(help);
  });

  async function write(name: string, text: string): Promise<string> {
    const path = join(scratch, name);
    await writeFile(path, text);
    return path;
  }

  test.each([[], ["-r", "pglite"], ["-r", "duckdb"]])(
    "prints what the compiled program prints (%s %s)",
    async (...runner) => {
      expect(await lutra(...run, ...runner)).toEqual(success);
    },
  );

  test.each(showcaseNames())("runs the source of %s on the interpreter", async (name) => {
    const folder = join(programs, name);
    const input = join(folder, "input.ld");
    const { code, out, err } = await lutra("run", join(folder, "main.lt"), "-i", input);
    const output = `const output = ${showcase(name).expectedSource}\n`;
    expect({ code, out, err }).toEqual({ code: 0, out: output, err: "" });
  });

  test("prints it over TCP and HTTP", async () => {
    const at = ["--at", "127.0.0.1:0", "--http", "127.0.0.1:0", "--allow-anyone"];
    await using server = new CliProcess(["serve", "-r", "interpreter", ...at]);
    const [, tcp] = await server.outMatch(/^Listening on (\S+)$/m);
    const [, http] = await server.outMatch(/^Listening on (\S+) \(HTTP\)$/m);
    expect(await lutra(...run, "-r", `tcp://${tcp}`)).toEqual(success);
    expect(await lutra(...run, "-r", `http://${http}`)).toEqual(success);
  });

  test.each(["1 + 1", "[]", "{ a = 1 }", ".none"])("asks for a type of %s", async (expression) => {
    const { code, err } = await lutra("run", "-e", expression);
    expect(code).toBe(1);
    expect(err).toMatch(/^note: say which type it has, as in `1: Int64` or `\[\]: \[Text\]`$/m);
  });

  test("runs an expression", async () => {
    const { out, err } = await lutra("run", "-e", "[1: Int64, 2] | map(x -> 2 * x)", "-f", "csv");
    expect({ out, err }).toEqual({ out: "Int64\n2\n4\n", err: "" });
  });

  test("runs an expression with the names of a source", async () => {
    const source = await write("double.lt", "func double(x: Int64) -> 2 * x");
    expect((await lutra("run", "-e", "double(21)", source)).out).toBe("const output = 42\n");
    expect((await lutra("run", source, "--program", "double")).err).toMatch(/input of type Int64/);
  });

  test("several parameters are a JSON object with their names, or an array", async () => {
    const source = await write(
      "scale.lt",
      "type Item: {id: Int64, price: Int64?}\nfunc scale(items: [Item], by: Int64) -> items | map(i -> {i.id, by})",
    );
    const call = ["run", source, "--program", "scale", "-f", "json", "--input"];
    const byName = await write("name.json", '{"by": 3, "items": [{"id": 1, "price": null}]}');
    const byOrder = await write("order.json", ' [[{"id": 1}], 3]');
    const outputs = [await lutra(...call, byName), await lutra(...call, byOrder)];
    for (const { out, err } of outputs) {
      expect(err).toBe("");
      expect(JSON.parse(out)).toEqual([{ id: "1", by: "3" }]);
    }
    const typo = await write("typo.json", '{"items": [], "bye": 3}');
    const failed = await lutra(...call, typo);
    expect(failed.err).toMatch(/typo\.json: .*lacks the member "by"/);
    expect(failed.err).toMatch(/of type \{items: \[.*\], by: Int64\}/);

    const describing = ["describe", source, "--program", "scale", "--example-input", "json"];
    const example = (await lutra(...describing)).out;
    expect(Object.keys(JSON.parse(example) as object)).toEqual(["items", "by"]);
    expect((await lutra(...call, await write("example.json", example))).code).toBe(0);
  });

  test("the tables of the runner are the module `runner`", async () => {
    const database = join(scratch, "shop.db");
    await runOnDuckDb(
      database,
      "CREATE TABLE stock (sku VARCHAR NOT NULL, units INTEGER NOT NULL)",
      "INSERT INTO stock VALUES ('otter', 3), ('vole', 0)",
    );
    const source = await write(
      "stock.lt",
      "func main() -> runner::from_stock() | filter(s -> s.units > 0) | map(s -> s.sku)",
    );
    const { out, err } = await lutra("run", source, "-r", `duckdb:${database}`, "-f", "json");
    expect({ rows: err === "" ? (JSON.parse(out) as unknown) : out, err }).toEqual({
      rows: ["otter"],
      err: "",
    });
    const elsewhere = await lutra("run", source);
    expect(elsewhere.err).toMatch(/stock\.lt:1:16: error\[E0000\]: unknown name/);
  });

  test("tables of PostgreSQL are the module `runner`", async () => {
    const folder = join(scratch, "shop-pg");
    const database = await PGlite.create(folder);
    await database.exec("CREATE TABLE stock (sku text NOT NULL, units int NOT NULL)");
    await database.exec("INSERT INTO stock VALUES ('otter', 3), ('vole', 0)");
    await database.close();
    const source = await write(
      "stock-pg.lt",
      "import runner::from_stock\nfunc main() -> from_stock() | filter(s -> s.units > 0) | map(s -> s.sku)",
    );
    const { out, err } = await lutra("run", source, "-r", `pglite:${folder}`);
    expect({ out, err }).toEqual({ out: 'const output = [\n  "otter",\n]\n', err: "" });
  });

  test("files of the interpreter's folder are the module `runner`", async () => {
    const folder = join(scratch, "files");
    await mkdir(folder);
    await copyFile(join(fixtures, "duckdb-snappy.parquet"), join(folder, "prices.parquet"));
    const source = await write("files.lt", "func main() -> runner::prices() | count");
    const { out, err } = await lutra("run", source, "-r", `interpreter:${folder}`);
    expect(err).toBe("");
    expect(out).toMatch(/^const output = [1-9]\d*\n$/);
    expect((await lutra("run", source)).err).toMatch(/unknown name/);
  });

  test("native modules of a runner compile for it, and for no other", async () => {
    const hypot = nativeFunction(["float64", "float64"], "float64", (_, x, y) => Math.hypot(x, y));
    const modules = [nativeModule("acme::geometry", { hypot })];
    await using runner = new AsyncRunner(new InterpreterRunner({ modules }));
    const declared = "external func hypot(x: Float64, y: Float64): Float64";
    const text = `module acme { module geometry { ${declared} } }\nfunc main(x: Float64) -> acme::geometry::hypot(x, 4.0)`;
    const project = await readProject(await write("native.lt", text));
    const request = { project, program: "main" };
    const target = await targetOf(runner, "the runner", request);
    const io = fakeIo();
    await withCompiler(io, async (compiler) => {
      const { program } = await compileFor(compiler, request, target, io);
      const prepared = await runner.prepare(program);
      const output = await runner.execute(prepared, float64.encode(3));
      expect(float64.decode(output)).toBe(5);
      const plain = compileFor(compiler, request, plainTarget("bytecodeLt"), io);
      await expect(plain).rejects.toMatchObject({
        text: expect.stringMatching(
          /missing implementation for `acme::geometry::hypot`/,
        ) as unknown,
      });
    });
  });

  test("faults name the file as the user did, and end with 1", async () => {
    const source = await write("bad.lt", "func main() -> 1: Int64 +\n");
    const { code, out, err } = await lutra("run", source);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(new RegExp(`^${source}:1:26: error\\[E0003\\]: [^]*\\n\\n1 fault\\n$`));
  });

  test("what a kind of runner lacks is said once, with the kind", async () => {
    const tables = join(programs, "sql-tables/top-customers/main.lt");
    const { code, err } = await lutra("run", tables);
    expect(code).toBe(1);
    expect(err).toBe(
      "error: missing implementation for `std::sql::from`\n" +
        "note: the program is compiled for bytecode-lt; another runner may have it\n\n1 fault\n",
    );
  });

  test.each([
    [["run", join(movies, "main.lt"), "--type", "x.ld"], /--type is for compiled programs/],
    [["run", "-e", "1", "--program", "main"], /--expression and --program both name/],
    [["run", "-e", "1", "--watch", "-i", "-"], /--watch reads the input each time/],
    [["run", join(movies, "program.sql-pg.rr.ld"), "--program", "x"], /--program is for sources/],
    [["run", join(movies, "program.sql-pg.rr.ld"), "--watch"], /--watch is for sources/],
    [["run", join(movies, "main.lt"), "--timeout", "3"], /cannot be stopped by the clock/],
  ])("refuses %s", async (args, message) => {
    const { code, err } = await lutra(...args);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });

  test("--watch runs again after each change, and ends with 0", async () => {
    const source = await write("watched.lt", "func main(x: Int64) -> x + 1");
    const input = await write("watched-in.lt", "1");
    const output = join(scratch, "watched-out.lt");
    await using cli = new CliProcess(["run", source, "-i", input, "-o", output, "--watch"]);
    const waits = (times: number): Promise<unknown> =>
      cli.errMatch(new RegExp(`(?:[^]*waiting for changes){${times}}`));
    await waits(1);
    await writeFile(source, "func main(x: Int64) -> x +");
    await cli.errMatch(/watched\.lt:1:27: error/);
    await writeFile(source, "func main(x: Int64) -> x + 2");
    await waits(3);
    await writeFile(input, "40");
    await waits(4);
    const { out } = await lutra("run", "-e", "func (x: Int64) -> x", "-i", output);
    expect(out).toBe("const output = 42\n");
    expect(await cli.stop("SIGINT")).toBe(0);
  });
});
