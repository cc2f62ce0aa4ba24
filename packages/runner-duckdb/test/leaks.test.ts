import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runnerFailure } from "@lutra-internal/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DuckDbRunner } from "../src/index.ts";
import { openDuckDb } from "../src/node.ts";
import { arrayTy, std, typedSql, unitTy } from "./support/make-program.ts";

let folder: string;
let runner: DuckDbRunner;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "secret folder-")));
  await writeFile(join(folder, "bad.parquet"), "no rows");
  runner = await openDuckDb(join(folder, "data.db"), { files: folder });
});

afterAll(async () => {
  await runner.shutdown();
  await rm(folder, { recursive: true });
});

describe("an error tells clients nothing of the server", () => {
  test.each([
    ["an INTERNAL error", "SELECT * FROM repeat_row(1, num_rows=-1)", "INTERNAL Error"],
    ["a file of the folder", "FROM 'bad.parquet'", "File 'bad.parquet' too small"],
    ["a path that a table function tells", "SELECT error(file) FROM glob('*')", "bad.parquet"],
    ["the database's own file", "SELECT error(path) FROM duckdb_databases()", "data.db"],
    ["a file in no folder", "COPY (SELECT 1) TO 'nothing/x.csv'", "nothing/x.csv"],
  ])("%s", async (_, sql, expected) => {
    const { message, cause } = await runnerFailure(runner.run(typedSql(sql, unitTy), undefined));
    expect(message).toContain(expected);
    expect(message).not.toMatch(/Stack Trace|libduckdb|node_modules/);
    expect(message).not.toContain(folder);
    expect(message).not.toContain(tmpdir());
    // The operator of the server still sees all of it.
    expect(cause).toBeInstanceOf(Error);
  });

  test("but what the client named, also as a parameter", async () => {
    const path = join(folder, "bad.parquet");
    const byName = typedSql("SELECT * FROM read_parquet($1::TEXT)", unitTy, std("Text"));
    expect(await runnerFailure(runner.run(byName, path))).toMatchObject({
      message: expect.stringContaining(path) as string,
    });
  });

  test("and the next call is right", async () => {
    const rows = typedSql("FROM range(3)", arrayTy(std("Int64")));
    expect(await runner.run(rows, undefined)).toEqual([0n, 1n, 2n]);
  });
});
