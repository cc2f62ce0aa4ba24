import { mkdtemp, realpath, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { failure, runnerFailure } from "@lutra-internal/testing";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { type OpenDuckDbOptions, openDuckDb } from "../../src/node.ts";
import { std, typedSql } from "../support/make-program.ts";

let folder: string;
let path: string;

/** Runs SQL on the database, as its owner does. */
async function setUp(...statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(`SET file_search_path = '${folder}'`);
  for (const sql of statements) await connection.run(sql);
  connection.disconnectSync();
  instance.closeSync();
}

async function opens(options: OpenDuckDbOptions): Promise<void> {
  await (await openDuckDb(path, options)).shutdown();
}

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "duckdb-")));
  onTestFinished(() => rm(folder, { recursive: true }));
  path = join(folder, "shop.db");
  await setUp(`COPY (SELECT 1::INT4 AS id) TO '${join(folder, "rows.parquet")}'`);
});

test.each([
  ["rows.parquet", undefined],
  ["rows.csv", "id\n1\n"],
  ["rows.json", '[{"id": 1}]'],
])("a file of data is no database: %s", async (name, content) => {
  path = join(folder, name);
  if (content !== undefined) await writeFile(path, content);
  await expect(opens({})).rejects.toThrow("is not a valid DuckDB database file, but one of data");
  await expect(opens({ readOnly: true })).rejects.toThrow("in-memory database in read-only mode");
});

describe("a database whose views read files", () => {
  test.each([
    ["by their names", "CREATE VIEW v AS FROM 'rows.parquet'"],
    ["by absolute paths", "CREATE VIEW v AS FROM '@/rows.parquet'"],
    ["by a pattern", "CREATE VIEW v AS FROM '@/r*.parquet'"],
    [
      "in a schema with an odd name",
      'CREATE SCHEMA "s ""1"; CREATE VIEW "s ""1"."a b" AS FROM \'rows.parquet\'',
    ],
    ["through another view", "CREATE VIEW a AS FROM 'rows.parquet'; CREATE VIEW v AS FROM a"],
  ])("%s opens with them, and without them says so", async (_, sql) => {
    await setUp(...sql.replaceAll("@", folder).split("; "));
    await opens({ files: folder });
    await rename(join(folder, "rows.parquet"), join(folder, "elsewhere"));
    expect(await failure(opens({ files: folder }))).toMatchObject({
      message: expect.stringMatching(
        /\.(?:v|a b): IO Error: No files found .*checkFiles/s,
      ) as string,
    });
    await opens({ files: folder, checkFiles: false });
  });

  test("says so if programs may not reach them", async () => {
    await setUp(`CREATE VIEW v AS FROM '${folder}/rows.parquet'`);
    expect(await failure(opens({}))).toMatchObject({
      message: expect.stringMatching(/main\.v: Permission Error.*allowExternalAccess/s) as string,
    });
    await opens({ allowExternalAccess: true });
    await opens({ files: folder, allowExternalAccess: false });
  });

  test("opens if a view is wrong for another reason", async () => {
    await setUp("CREATE TABLE t(i INT)", "CREATE VIEW v AS FROM t", "DROP TABLE t");
    await expect(opens({ files: folder })).resolves.toBeUndefined();
    await expect(opens({ files: folder, readOnly: true })).resolves.toBeUndefined();
  });
});

test("of a missing table, a folder says that it has files and no tables", async () => {
  await using runner = await openDuckDb(":memory:", { files: folder });
  const program = typedSql("FROM nothing", std("Int32"));
  expect(await runnerFailure(runner.run(program, undefined))).toMatchObject({
    code: "EXECUTION_ERROR",
    message: expect.stringMatching(
      /nothing does not exist.*files of a folder and no tables/s,
    ) as string,
  });
  await using memory = await openDuckDb();
  const other = typedSql("SELECT nothing", std("Int32"));
  for (const call of [() => memory.run(program, undefined), () => runner.run(other, undefined)]) {
    const { message } = await runnerFailure(call);
    expect(message).not.toContain("files of a folder");
  }
});
