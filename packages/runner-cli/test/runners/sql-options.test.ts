// The options of the command reach the runners on SQL, which have them the other way around or not at all by default.
import { tmpdir } from "node:os";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { tablePrograms } from "@lutra-internal/fixtures";
import { createDataFolder } from "@lutra-internal/testing/pglite";
import type { PostgresRunnerOptions } from "@lutra/runner-postgres";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { connectOptions } from "../../src/connect-options.ts";
import { connectRunner } from "../../src/runner-url.ts";
import { lutra } from "../fake-io.ts";

const created = vi.hoisted(() => ({ options: [] as unknown[] }));

vi.mock("@lutra/runner-postgres", async (importOriginal) => {
  const original = await importOriginal<typeof import("@lutra/runner-postgres")>();
  class PostgresRunner extends original.PostgresRunner {
    constructor(...args: ConstructorParameters<typeof original.PostgresRunner>) {
      super(...args);
      created.options.push(args[1]);
    }
  }
  return { ...original, PostgresRunner };
});

beforeEach(() => {
  created.options = [];
});

describe.each(["a server", "memory", "a folder"])("PostgreSQL in %s", (where) => {
  test.each<readonly [Parameters<typeof connectOptions>[0], PostgresRunnerOptions]>([
    [{}, { optimize: true, isolateAll: false }],
    [{ "no-optimize": true }, { optimize: false, isolateAll: false }],
    [{ "isolate-all": true }, { optimize: true, isolateAll: true }],
  ])("called with %j has the options %j", async (values, expected) => {
    const { folder, remove } = await createDataFolder();
    onTestFinished(remove);
    const urls = {
      "a server": "postgres://127.0.0.1:9/none",
      memory: "pglite",
      "a folder": `pglite:${folder}`,
    };
    const url = urls[where as keyof typeof urls];
    await using _runner = await connectRunner(url, connectOptions(values, { env: {} }));
    expect(created.options).toEqual([expected]);
  });
});

test("a program that DuckDB takes only as optimized runs, unless its SQL must stay", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lutra-sql-options-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [database, program] = [join(folder, "slice.duckdb"), join(folder, "slice.rr.ld")];
  const slice = tablePrograms().find(({ name }) => name === "in a group, slice")!;
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  for (const sql of slice.setUp) await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
  await writeFile(program, slice.duckdb[0]!);
  const run = ["run", program, "-r", `duckdb:${database}`, "-i", join(folder, "in.ld"), "-o", "-"];
  await writeFile(join(folder, "in.ld"), new Uint8Array());
  expect(await lutra(...run, "-f", "ld")).toMatchObject({ code: 0, err: "" });
  const { code, err } = await lutra(...run, "-f", "ld", "--no-optimize");
  expect(code).toBe(1);
  expect(err).toMatch(/^error\[\w+\]: duckdb: Binder Error: LATERAL/);
});
