import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { PGlite } from "@electric-sql/pglite";
import { tablePrograms } from "@lutra-internal/fixtures";
import { createDataFolder } from "@lutra-internal/testing/pglite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lutra } from "./fake-io.ts";

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

test("executes both if it measures", async () => {
  const { out } = await lutra("explain", program, "-r", `pglite:${data.folder}`, "--analyze");
  expect(out.match(/Execution Time/g)).toHaveLength(2);
});

describe("a program for DuckDB", () => {
  const archive = fileURLToPath(
    new URL("../../../examples/programs/sql-tables/archive-orders/", import.meta.url),
  );
  const write = join(archive, "program.sql-duckdb.rr.ld");

  /** Runs statements on a database in a file, and returns the rows of the last one. */
  async function runOn(path: string, statements: readonly string[]): Promise<readonly unknown[]> {
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    let rows: readonly unknown[] = [];
    for (const sql of statements) rows = await (await connection.run(sql)).getRowsJS();
    connection.closeSync();
    instance.closeSync();
    return rows;
  }

  test("that changes a table has plans, and changes nothing", async () => {
    const path = join(folder, "archive.duckdb");
    await runOn(path, (await readFile(join(archive, "duckdb.sql"), "utf8")).split(";"));
    const { code, out, err } = await lutra("explain", write, "-r", `duckdb:${path}`);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/plan[^]*INSERT/);
    expect(await runOn(path, ["SELECT number FROM archive"])).toEqual([[8999n]]);
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
    await runOn(path, slice.setUp);
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
