// Replicas that each have a DuckDB of their own: over copies of a database file, and over the same Parquet files.
import { copyFile, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programFromBytes } from "@lutra/runner-core";
import { HttpClient } from "@lutra/runner-http";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { CliProcess } from "./cli-process.ts";
import { runOnDuckDb } from "./duckdb-database.ts";
import { lutra } from "./fake-io.ts";

const folder = new URL("../../../examples/programs/sql-tables/top-customers/", import.meta.url);
const read = async (name: string): Promise<Uint8Array> =>
  new Uint8Array(await readFile(new URL(name, folder)));
const program = programFromBytes(await read("program.sql-duckdb.rr.ld"));
const [input, output] = [await read("input.ld"), await read("expected.ld")];
const tables = ["customers", "orders"];

let place: string;
let first: string;
let second: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "lutra-replicas-"));
  onTestFinished(() => rm(place, { recursive: true }));
  [first, second] = [join(place, "first.db"), join(place, "second.db")];
});

/** Runs statements on the first database, and copies its file to the second. */
async function makeBoth(...statements: readonly string[]): Promise<void> {
  await runOnDuckDb(first, ...statements);
  await copyFile(first, second);
}

/** Writes the tables to Parquet files, and makes both databases of views of them. */
async function makeViews(): Promise<void> {
  await makeBoth(
    await readFile(new URL("duckdb.sql", folder), "utf8"),
    `SET file_search_path = '${place}'`,
    ...tables.flatMap((table) => [
      `COPY ${table} TO '${place}/${table}.parquet'`,
      `DROP TABLE ${table}`,
      `CREATE VIEW ${table} AS FROM '${table}.parquet'`,
    ]),
  );
}

/** Serves both databases at the same time, and runs the program on each several times. */
async function outputsOfBoth(): Promise<readonly Uint8Array[]> {
  const serve = ["--http", "127.0.0.1:0", "--allow-anyone"];
  await using one = new CliProcess(["serve", "-r", `duckdb:${first}`, ...serve]);
  await using two = new CliProcess(["serve", "-r", `duckdb:${second}`, ...serve]);
  const calls = [one, two].map(async (replica) => {
    const [, address] = await replica.outMatch(/^Listening on (\S+) \(HTTP\)$/m);
    await using client = new HttpClient(`http://${address}`);
    const prepared = await client.prepare(program);
    return await Promise.all([1, 2, 3].map(() => client.execute(prepared, input)));
  });
  return (await Promise.all(calls)).flat();
}

test("replicas with copies of a database file give equal results", async () => {
  await makeBoth(await readFile(new URL("duckdb.sql", folder), "utf8"));
  expect(await outputsOfBoth()).toEqual(Array.from({ length: 6 }, () => output));
});

test("replicas over the same Parquet files give equal results", async () => {
  await makeViews();
  expect(await outputsOfBoth()).toEqual(Array.from({ length: 6 }, () => output));
});

test("a copy without the files that it reads is refused at opening", async () => {
  await makeViews();
  await rename(join(place, "orders.parquet"), join(place, "elsewhere"));
  const { code, err } = await lutra("serve", "-r", `duckdb:${second}`, "--at", "127.0.0.1:0");
  expect(code).toBe(1);
  expect(err).toMatch(/main\.orders: IO Error: No files found/);
  expect(err).not.toContain("main.customers");
});

test("a folder of Parquet files says that it has files and no tables", async () => {
  await makeViews();
  const args = ["program.sql-duckdb.rr.ld", "-i", "input.ld"].map((arg) =>
    arg === "-i" ? arg : new URL(arg, folder).pathname,
  );
  const { code, err } = await lutra("run", ...args, "-r", `duckdb:${place}`);
  expect(code).not.toBe(0);
  expect(err).toMatch(/does not exist[^]*files of a folder and no tables/);
});
