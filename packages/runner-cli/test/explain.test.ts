import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { tablePrograms } from "@lutra-internal/fixtures";
import { createDataFolder } from "@lutra-internal/testing/pglite";
import { afterAll, beforeAll, expect, test } from "vitest";
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

test("a program for the interpreter has no SQL to explain", async () => {
  const program = fileURLToPath(
    new URL("../../../examples/programs/movie-search/program.bytecode-lt.rr.ld", import.meta.url),
  );
  const { code, err } = await lutra("explain", program, "-r", `pglite:${data.folder}`);
  expect(code).toBe(2);
  expect(err).toMatch(/is a program for the interpreter \(bytecodeLt\), which has no SQL/);
});
