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

test("a lock is given up as often as the statement took it", async () => {
  await execute("BEGIN", []);
  const locks = "SELECT pg_advisory_lock(7), pg_advisory_lock(7), pg_advisory_lock_shared(1, 8)";
  expect(await isolate(execute, locks, [])).toHaveLength(1);
  expect(await execute("SELECT objid FROM pg_locks WHERE locktype = 'advisory'", [])).toEqual([]);
  await execute("ROLLBACK", []);
});
