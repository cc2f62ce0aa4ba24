import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { showcase } from "@lutra-internal/fixtures";
import { openDuckDb } from "@lutra/runner-duckdb/node";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeFiles, makeViews } from "../src/shop.ts";
import { topCustomers, TopCustomersClient } from "../src/top-customers.lutra.ts";

/** 2025-02-01 in days. */
const since = 20_120;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "it's parquet-"));
});

afterEach(() => rm(folder, { recursive: true }));

test("a program reads the files as tables", async () => {
  await makeFiles(folder);
  await using runner = await openDuckDb(await makeViews(folder), { files: folder });
  const { expected } = showcase("sql-tables/top-customers");
  const result = await new TopCustomersClient(runner).topCustomers(since, 3n);
  expect(result).toEqual(topCustomers.output.decode(expected));
});

test("the interface names the files and the types of their columns", async () => {
  await makeFiles(folder);
  await using runner = await openDuckDb(await makeViews(folder), { files: folder });
  const source = await runner.getInterface();
  expect(source).toContain('std::fs::read_parquet("customers.parquet")');
  expect(source).toMatch(/func orders\(\): \[\{[^}]*\bplaced_on: Date,/);
});

test("a later run finds the files as they are then", async () => {
  await makeFiles(folder);
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const file = join(folder, "orders.parquet").replaceAll("'", "''");
  await connection.run(
    `COPY (FROM '${file}' WHERE customer_id = 4) TO '${file}.new' (FORMAT parquet)`,
  );
  connection.disconnectSync();
  instance.closeSync();
  await rename(join(folder, "orders.parquet.new"), join(folder, "orders.parquet"));

  await makeFiles(folder);
  await using runner = await openDuckDb(await makeViews(folder), { files: folder });
  const result = await new TopCustomersClient(runner).topCustomers(since, 3n);
  expect(result.map(({ customer, cents }) => [customer, cents])).toEqual([["Mei", 5n]]);
});
