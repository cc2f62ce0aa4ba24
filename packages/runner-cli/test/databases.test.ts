import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { showcase } from "@lutra-internal/fixtures";
import { createDataFolder } from "@lutra-internal/pglite-template";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { main } from "../src/index.ts";
import { fakeIo } from "./fake-io.ts";

const folder = fileURLToPath(new URL("../../../examples/programs/movie-search/", import.meta.url));
const input = join(folder, "input.lt");

async function lutra(
  ...args: readonly string[]
): Promise<{ code: number; out: string; err: string }> {
  const io = fakeIo();
  const code = await main(args, io);
  return { code, out: io.out(), err: io.err() };
}

let data: Awaited<ReturnType<typeof createDataFolder>>;
beforeAll(async () => {
  data = await createDataFolder();
});
afterAll(() => data.remove());

describe.each([
  // In memory where the runner is not named, else kept in a folder, where PGlite has less to do.
  ["embedded PostgreSQL", "program.sql-pg.rr.ld", () => `pglite:${data.folder}`],
  ["DuckDB", "program.sql-duckdb.rr.ld", () => "duckdb"],
])("%s", (_, file, runner) => {
  const program = join(folder, file);

  test("runs a program of its kind without being named", async () => {
    expect(await lutra("run", program, "--input", input)).toEqual({
      code: 0,
      out: `const output = ${showcase("movie-search").expectedSource}\n`,
      err: "",
    });
  });

  test("refuses a program of another kind", async () => {
    const bytecode = join(folder, "program.bytecode-lt.rr.ld");
    const { code, err } = await lutra("run", bytecode, "-i", input, "-r", runner());
    expect(code).toBe(1);
    expect(err).toMatch(/^error\[PREPARE_ERROR\]: .*bytecodeLt/);
  });

  test("tells its interface, which is empty without tables", async () => {
    expect(await lutra("interface", "--runner", runner())).toMatchObject({ code: 0, err: "" });
  });
});

describe("a path that is no database says what it should be", () => {
  async function folderWithText(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), "lutra-runner-"));
    onTestFinished(() => rm(path, { recursive: true }));
    await writeFile(
      join(path, "notes"),
      "These lines were not written by any database. ".repeat(9),
    );
    return path;
  }

  test.each([
    ["duckdb:", "notes", /^error: cannot open .*notes: .*\nhelp: PATH is a database file/],
    ["duckdb:", "no/such/db", /^error: there is no folder .*no\/such .*\nhelp: check the path/],
    ["duckdb:", "typo.db", /^error: there is no database .*typo\.db\nhelp: check the path/],
    ["pglite:", "notes", /^error: cannot use .*notes as a folder: .*\nhelp: DIR is a folder/],
    ["pglite:", "", /^error: .* is not empty, .*\nhelp: name an empty folder/],
  ])("%s.../%s", async (scheme, name, message) => {
    const path = await folderWithText();
    const { code, err } = await lutra("interface", "--runner", `${scheme}${join(path, name)}`);
    expect(code).toBe(1);
    expect(err).toMatch(message);
    expect(await readdir(path)).toEqual(["notes"]);
  });
});

test("a table that is not in the database in memory says how to name a file", async () => {
  const program = fileURLToPath(
    new URL(
      "../../../examples/programs/sql-tables/archive-orders/program.sql-duckdb.rr.ld",
      import.meta.url,
    ),
  );
  const path = await mkdtemp(join(tmpdir(), "lutra-runner-"));
  onTestFinished(() => rm(path, { recursive: true }));
  const bytes = join(path, "input.ld");
  await writeFile(bytes, showcase("sql-tables/archive-orders").input);
  const { code, err } = await lutra("run", program, "-i", bytes, "-r", "duckdb");
  expect(code).toBe(1);
  expect(err).toMatch(
    /^error\[EXECUTION_ERROR\]: duckdb: Catalog Error: Table with name .*\n(.*\n)*help: .*duckdb:PATH/,
  );
});

test("a server that is not there is told with its address", async () => {
  const program = join(folder, "program.sql-pg.rr.ld");
  const { code, err } = await lutra("run", program, "-i", input, "-r", "postgres://127.0.0.1:9/db");
  expect(code).toBe(1);
  expect(err).toMatch(/error\[CONNECTION_CLOSED\]: .*127\.0\.0\.1:9/);
});

test("the interpreter has steps instead of a clock", async () => {
  const program = join(folder, "program.bytecode-lt.rr.ld");
  const { code, err } = await lutra("run", program, "-i", input, "--timeout", "5");
  expect(code).toBe(2);
  expect(err).toContain("--max-steps");
});
