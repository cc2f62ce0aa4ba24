import { PGlite } from "@electric-sql/pglite";
import { programFromBytes } from "@lutra/runner-core";
import { showcase } from "@lutra-internal/fixtures";
import { createDataFolder } from "@lutra-internal/testing/pglite";
import { expect, onTestFinished, test } from "vitest";
import { connectOptions } from "../src/connect-options.ts";
import { connectRunner } from "../src/runner-url.ts";
import { lutra } from "./fake-io.ts";

const { sqlPostgres, input } = showcase("sql-tables/archive-orders");

/** A table with a trigger of the owner's, which leaves the session where no table is found. */
const tables = `
  CREATE TABLE archive (number int8, placed_on date, seen timestamp, note text, total_cents int8);
  CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM set_config('search_path', 'nowhere', false); RETURN NEW; END $$;
  CREATE TRIGGER leave BEFORE INSERT ON archive FOR EACH ROW EXECUTE FUNCTION public.leave();`;

/** Runs the program twice on a database with that trigger, and returns the output of the second call. */
async function secondOutput(values: Parameters<typeof connectOptions>[0]): Promise<Uint8Array> {
  const { folder, remove } = await createDataFolder();
  onTestFinished(remove);
  const database = await PGlite.create(folder);
  await database.exec(tables);
  await database.close();
  const options = connectOptions(values, { env: {} });
  await using runner = await connectRunner(`pglite:${folder}`, options, "serve");
  const prepared = await runner.prepare(programFromBytes(sqlPostgres!));
  await runner.execute(prepared, input);
  return await runner.execute(prepared, input);
}

test("a trigger of the owner changes the session of the next call", async () => {
  await expect(secondOutput({})).rejects.toThrow(/42P01/);
});

test("with --isolate-all it does not", async () => {
  expect(await secondOutput({ "isolate-all": true })).toHaveLength(0);
});

test("runners without such a session refuse the option", async () => {
  const { code, err } = await lutra("serve", "-r", "duckdb", "--isolate-all");
  expect(code).toBe(2);
  expect(err).toMatch(/^error\[usage\]: --isolate-all means nothing to the runner duckdb/);
});
