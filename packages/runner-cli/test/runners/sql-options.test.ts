// The options of the command reach the runners on SQL, and without them SQL is optimized and shares a session.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { showcase, tablePrograms } from "@lutra-internal/fixtures";
import { createDataFolder, servePglite } from "@lutra-internal/testing/pglite";
import { programFromBytes } from "@lutra/runner-core";
import { describe, expect, onTestFinished, test } from "vitest";
import { connectOptions } from "../../src/connect-options.ts";
import { connectRunner } from "../../src/runner-url.ts";
import { runOnDuckDb } from "../duckdb-database.ts";
import { lutra } from "../fake-io.ts";

type Values = Parameters<typeof connectOptions>[0];

const archive = showcase("sql-tables/archive-orders");
const find = tablePrograms().find(({ name }) => name === "find by key")!;

/** A table with a trigger of the owner's, which leaves the session where no table is found. */
const leaving = `
  CREATE TABLE archive (number int8, placed_on date, seen timestamp, note text, total_cents int8);
  CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM set_config('search_path', 'nowhere', false); RETURN NEW; END $$;
  CREATE TRIGGER leave BEFORE INSERT ON archive FOR EACH ROW EXECUTE FUNCTION public.leave();`;

/** Rows that fail to be read, but for the one that the program looks for. */
const guarded = `
  CREATE TABLE b (id int8, k int4, n int8, s text, w bool, o int4);
  INSERT INTO b SELECT i, 1, i, 'x', true, 1 FROM generate_series(1, 9) i;
  CREATE FUNCTION guard(id int8) RETURNS bool LANGUAGE plpgsql COST 10000 AS
    $$ BEGIN IF id <> 3 THEN RAISE 'row % was read', id; END IF; RETURN true; END $$;
  CREATE VIEW a AS SELECT * FROM b WHERE guard(id);`;

describe.each(["a folder", "a server"])("PostgreSQL in %s", (where) => {
  /** Executes a program twice on a database with these tables, and returns the second output. */
  async function secondOutput(
    tables: string,
    program: Uint8Array,
    input: Uint8Array,
    values: Values,
  ): Promise<Uint8Array> {
    const { folder, remove } = await createDataFolder();
    const database = await PGlite.create(folder);
    onTestFinished(async () => {
      if (!database.closed) await database.close();
      await remove();
    });
    await database.exec(tables);
    const isServed = where === "a server";
    if (!isServed) await database.close();
    await using served = isServed ? await servePglite(database) : undefined;
    const url = served
      ? `postgres://postgres@127.0.0.1:${served.port}/postgres`
      : `pglite:${folder}`;
    await using runner = await connectRunner(url, connectOptions(values, { env: {} }), "serve");
    const prepared = await runner.prepare(programFromBytes(program));
    await runner.execute(prepared, input);
    return await runner.execute(prepared, input);
  }

  const archived = async (values: Values): Promise<Uint8Array> =>
    await secondOutput(leaving, archive.sqlPostgres!, archive.input, values);
  const found = async (values: Values): Promise<Uint8Array> =>
    await secondOutput(guarded, find.postgres[0]!, find.input, values);

  test("a trigger of the owner changes the session of the next call", async () => {
    await expect(archived({})).rejects.toThrow(/42P01/);
  });

  test("with --isolate-all it does not", async () => {
    expect(await archived({ "isolate-all": true })).toHaveLength(0);
  });

  test("SQL is optimized: it reads the row that it looks for", async () => {
    const text = Buffer.from(await found({})).toString("latin1");
    expect(text).toMatch(/x$/);
  });

  test("with --no-optimize it reads them all", async () => {
    await expect(found({ "no-optimize": true })).rejects.toThrow(/row \d was read/);
  });
});

test("runners without such a session refuse --isolate-all", async () => {
  const { code, err } = await lutra("serve", "-r", "duckdb", "--isolate-all");
  expect(code).toBe(2);
  expect(err).toMatch(/^error\[usage\]: --isolate-all means nothing to the runner duckdb/);
});

test("a program that DuckDB takes only as optimized runs, unless its SQL must stay", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lutra-sql-options-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [database, program, input] = ["slice.duckdb", "slice.rr.ld", "in.ld"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const slice = tablePrograms().find(({ name }) => name === "in a group, slice")!;
  await runOnDuckDb(database, ...slice.setUp);
  await writeFile(program, slice.duckdb[0]!);
  await writeFile(input, slice.input);
  const run = ["run", program, "-r", `duckdb:${database}`, "-i", input, "-f", "ld"];
  expect(await lutra(...run)).toMatchObject({ code: 0, err: "" });
  expect(await lutra(...run, "--no-optimize")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^error\[\w+\]: duckdb: Binder Error: LATERAL/) as unknown,
  });
});
