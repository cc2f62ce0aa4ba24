import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { tablePrograms } from "@lutra-internal/fixtures";
import { createDataFolder } from "@lutra-internal/testing/pglite";
import { programCodec } from "@lutra/bin/program";
import { listen } from "@lutra/runner-binary/node";
import { ErrorCode, Runner, RunnerError } from "@lutra/runner-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { runOnDuckDb } from "./duckdb-database.ts";
import { lutra } from "./fake-io.ts";
import { typeOf } from "./type-of.ts";

const unit = typeOf({ tag: "tuple", value: [] });
const int64 = typeOf({ tag: "primitive", value: "prim64" });

let data: Awaited<ReturnType<typeof createDataFolder>>;
let folder: string;
let program: string;

beforeAll(async () => {
  data = await createDataFolder();
  const database = await PGlite.create(data.folder);
  await database.exec(`
    CREATE TABLE a (id int8 PRIMARY KEY, k int4, n int8, s text, w bool, o int4);
    INSERT INTO a SELECT i, i % 9, i, 'x', true, 1 FROM generate_series(1, 5000) i;
    ANALYZE a`);
  await database.close();
  const find = tablePrograms().find(({ name }) => name === "find by key");
  folder = await mkdtemp(join(tmpdir(), "lutra-runner-"));
  program = join(folder, "find.rr.ld");
  await writeFile(program, find!.postgres[0]!);
});

afterAll(async () => {
  await data.remove();
  await rm(folder, { recursive: true });
});

test("shows the SQL and the plan of a program, as compiled and as optimized", async () => {
  const { code, out, err } = await lutra("explain", program, "-r", `pglite:${data.folder}`);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const sections = out.split(/^-- /m).slice(1);
  const titles = sections.map((section) => section.slice(0, section.indexOf("\n")));
  expect(titles).toEqual([
    "compiled SQL",
    "optimized SQL",
    "rules",
    "plan of the compiled SQL",
    "plan of the optimized SQL",
  ]);
  const [compiled, optimized, rules, before, after] = sections;
  expect(compiled).toContain("ROW_NUMBER()");
  expect(optimized).not.toContain("ROW_NUMBER()");
  expect(rules).toContain("limit-slices\n");
  expect(before).toContain("WindowAgg");
  expect(after).toContain("Index Scan using a_pkey on a");
});

test("shows one plan if there is nothing to optimize", async () => {
  const file = join(folder, "plain.rr.ld");
  const value = { sql: "SELECT 1::int8 AS value", inputTy: unit, outputTy: int64, defs: [] };
  await writeFile(file, programCodec.encode({ tag: "sqlPostgres", value }));
  const { code, out } = await lutra("explain", file, "-r", "pglite");
  expect(code).toBe(0);
  expect(out).toMatch(/^-- compiled SQL\nSELECT\n? *1::int8 AS value\n\n-- optimized\nnothing/);
  expect(out.match(/^-- .*/gm)).toEqual(["-- compiled SQL", "-- optimized", "-- plan"]);
});

test("asks the database of the table, as a runner does", async () => {
  const each = tablePrograms().find(({ name }) => name === "a lookup for each")!;
  const other = await createDataFolder();
  onTestFinished(other.remove);
  const database = await PGlite.create(other.folder);
  for (const sql of [...each.setUp, "ALTER TABLE b ADD UNIQUE (id)"]) await database.exec(sql);
  await database.close();
  const file = join(folder, "each.rr.ld");
  await writeFile(file, each.postgres[0]!);
  const { out } = await lutra("explain", file, "-r", `pglite:${other.folder}`);
  expect(out).toMatch(/^join-unique-keys$/m);
});

test("what the database itself did not say is no plan, but an error", async () => {
  let calls = 0;
  /** Fails twice: at first by a limit, then by the database. */
  class Failing extends Runner<undefined> {
    override async prepare(): Promise<undefined> {}
    override async execute(): Promise<Uint8Array> {
      const code = calls++ === 0 ? ErrorCode.LIMIT_EXCEEDED : ErrorCode.EXECUTION_ERROR;
      throw new RunnerError(`failure ${calls}`, { code });
    }
    override async getExternals(): Promise<readonly string[]> {
      return ["repr:sql-duckdb"];
    }
  }
  const file = join(folder, "find-duckdb.rr.ld");
  await writeFile(file, tablePrograms().find(({ name }) => name === "find by key")!.duckdb[0]!);
  await using server = await listen(new Failing());
  const { code, err } = await lutra("explain", file, "-r", `tcp://${server.address}`);
  expect({ code, err: err.split("\n", 1)[0] }).toEqual({
    code: 1,
    err: "error[LIMIT_EXCEEDED]: failure 1",
  });
});

test("executes both if it measures", async () => {
  const { out } = await lutra("explain", program, "-r", `pglite:${data.folder}`, "--analyze");
  expect(out.match(/Execution Time/g)).toHaveLength(2);
});

describe("a program for DuckDB", () => {
  const archive = fileURLToPath(
    new URL("../../../examples/programs/sql-tables/archive-orders/", import.meta.url),
  );
  const write = join(archive, "program.sql-duckdb.rr.ld");

  test("is optimized for DuckDB, and laid out in lines", async () => {
    const find = tablePrograms().find(({ name }) => name === "find by key")!;
    const [path, file] = [join(folder, "find.duckdb"), join(folder, "find-duckdb.rr.ld")];
    await runOnDuckDb(path, ...find.setUp);
    await writeFile(file, find.duckdb[0]!);
    const { code, out } = await lutra("explain", file, "-r", `duckdb:${path}`);
    expect(code).toBe(0);
    expect(out).toMatch(/^leave-out-none$/m);
    expect(out).toMatch(/^-- optimized SQL\nSELECT\b.*\n.*\bFROM /m);
  });

  test("that changes a table has plans, and changes nothing", async () => {
    const path = join(folder, "archive.duckdb");
    await runOnDuckDb(path, await readFile(join(archive, "duckdb.sql"), "utf8"));
    const { code, out, err } = await lutra("explain", write, "-r", `duckdb:${path}`);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/plan[^]*INSERT/);
    expect(await runOnDuckDb(path, "SELECT number FROM archive")).toEqual([["8999"]]);
  });

  test("that changes a table creates no database", async () => {
    const path = join(folder, "missing.duckdb");
    const { code, err } = await lutra("explain", write, "-r", `duckdb:${path}`);
    expect({ code, isThere: existsSync(path) }).toEqual({ code: 1, isThere: false });
    expect(err).toContain(`there is no database ${path}`);
  });

  test("that changes a table is executed on a new database, if its execution is measured", async () => {
    const path = join(folder, "new.duckdb");
    const { code, err } = await lutra("explain", write, "-r", `duckdb:${path}`, "--analyze");
    expect({ code, isThere: existsSync(path) }).toEqual({ code: 1, isThere: true });
    expect(err).toMatch(/Table with name \w+ does not exist/);
  });

  test("whose SQL the database refuses as compiled has the plan of the optimized SQL", async () => {
    const slice = tablePrograms().find(({ name }) => name === "in a group, slice")!;
    const [path, file] = [join(folder, "slice.duckdb"), join(folder, "slice.rr.ld")];
    await runOnDuckDb(path, ...slice.setUp);
    await writeFile(file, slice.duckdb[0]!);
    const { code, out, err } = await lutra("explain", file, "-r", `duckdb:${path}`);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/plan of the compiled SQL\nnone: duckdb: Binder Error: LATERAL/);
    expect(out).toMatch(/plan of the optimized SQL\n[^]*GROUP_BY/);
  });

  test("that the database refuses as optimized as well is an error", async () => {
    const slice = join(folder, "slice.rr.ld");
    const { code, out, err } = await lutra("explain", slice, "-r", "duckdb");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("Table with name a does not exist");
  });
});

test("a program for the interpreter has no SQL to explain", async () => {
  const program = fileURLToPath(
    new URL("../../../examples/programs/movie-search/program.bytecode-lt.rr.ld", import.meta.url),
  );
  const { code, err } = await lutra("explain", program, "-r", `pglite:${data.folder}`);
  expect(code).toBe(2);
  expect(err).toMatch(
    /is a program for the interpreter \(bytecode-lt\), which has no SQL\nhelp: .* lutra-runner compile SOURCE --kind sql-pg,sql-duckdb$/m,
  );
});
