import { usePglite } from "@lutra-internal/testing/pglite";
import { expect, test } from "vitest";
import { isolate } from "../../src/session/isolate.ts";
import type { TextRow } from "../../src/adapter.ts";

const database = usePglite();

const typeOfBool = 16;

/** Executes a statement, and returns its values as the server writes them. */
async function execute(sql: string, parameters: readonly (string | null)[]): Promise<TextRow[]> {
  const { rows } = await database().query<(string | null)[]>(sql, [...parameters], {
    rowMode: "array",
    parsers: { [typeOfBool]: (value) => value },
  });
  return rows;
}

test("settings of the session are as they were, and what it listens to", async () => {
  const settings = { application_name: "a", DateStyle: "German, DMY", TimeZone: "Asia/Tokyo" };
  const names = Object.keys(settings);
  const now = `SELECT ${names.map((name) => `current_setting('${name}')`).join(", ")},
    (SELECT string_agg(c, ' ') FROM pg_listening_channels() c)`;
  for (const [name, value] of Object.entries(settings))
    await execute(`SET ${name} = '${value}'`, []);
  await execute("LISTEN news", []);
  await execute("BEGIN", []);
  const changed = names.map((name) => `set_config('${name}', 'UTC', false)`);
  const change = `SELECT ${changed[0]}, set_config('DateStyle', 'ISO', false), ${changed[2]}`;
  await isolate(execute, change, []);
  await execute("COMMIT", []);
  expect(await execute(now, [])).toEqual([[...Object.values(settings), "news"]]);
});

test("a channel that only the statement listened to is left", async () => {
  await execute("UNLISTEN *", []);
  await execute("RESET ALL", []);
  await execute("BEGIN", []);
  await isolate(execute, "LISTEN other", []);
  await execute("COMMIT", []);
  expect(await execute("SELECT pg_listening_channels()", [])).toEqual([]);
});

test("a lock is given up as often as the statement took it", async () => {
  await execute("BEGIN", []);
  const locks = "SELECT pg_advisory_lock(7), pg_advisory_lock(7), pg_advisory_lock_shared(1, 8)";
  expect(await isolate(execute, locks, [])).toHaveLength(1);
  expect(await execute("SELECT objid FROM pg_locks WHERE locktype = 'advisory'", [])).toEqual([]);
  await execute("ROLLBACK", []);
});
