import { usePglite } from "@lutra-internal/testing/pglite";
import { describe, expect, test } from "vitest";
import { createPgliteAdapter } from "../src/pglite.ts";
import { guardRowIds } from "../src/row-ids.ts";
import { testRowIds } from "./support/row-ids.ts";

describe("a guard", () => {
  test.each([
    "SELECT ctid FROM t",
    "SELECT 'DELETE FROM t USING (SELECT ctid AS index' AS _0",
    "SELECT x.index FROM (SELECT ctid AS index FROM t) AS x",
    "DELETE FROM t WHERE (id = 1)",
    "INSERT INTO t SELECT '; ctid AS index'",
  ])("is not added to %s", (sql) => {
    expect(guardRowIds(sql)).toBeUndefined();
  });

  test.each([
    [
      "DELETE FROM t USING (SELECT ctid AS index FROM t AS r0) AS r1 WHERE (r1.index = t.ctid)",
      "t",
    ],
    [
      `WITH x AS (SELECT 1) DELETE FROM "A ""b""" USING (SELECT ctid AS index FROM "A ""b""" AS r0) AS r1 WHERE r1.index = "A ""b""".ctid`,
      `"A ""b"""`,
    ],
    [
      `UPDATE s . "T" SET a = 'WHERE' FROM (SELECT ctid AS index FROM s."T" AS r0 WHERE true) AS r1 WHERE (r1.index = s."T".ctid) -- end`,
      `s . "T"`,
    ],
  ])("is added to %s", (sql, table) => {
    const guarded = guardRowIds(sql);
    expect(guarded?.table).toBe(table);
    expect(guarded?.sql).toContain(`\n) AND CASE WHEN ${table}.tableoid = `);
  });

  test("holds for the condition of the statement itself, not of a query in it", () => {
    const head = "DELETE FROM t USING (SELECT ctid AS index FROM t AS r0 WHERE a) AS r1 WHERE";
    const condition = "(r1.index = t.ctid AND EXISTS (SELECT 1 FROM u WHERE u.a = 1))";
    const sql = guardRowIds(`${head} ${condition}`)?.sql;
    expect(sql?.slice(0, sql.indexOf("\n"))).toBe(`${head} (${condition}`);
  });

  test.each([
    "DELETE FROM ONLY t USING (SELECT ctid AS index FROM t) AS r WHERE r.index = t.ctid",
    "UPDATE t AS x SET a = 1 FROM (SELECT ctid AS index FROM t) AS r WHERE r.index = x.ctid",
    "DELETE FROM t USING (SELECT ctid AS index FROM t) AS r",
    "DELETE FROM",
  ])("is refused for %s", (sql) => {
    const read = sql.includes("ctid") ? sql : `${sql} t, (SELECT ctid AS index)`;
    expect(() => guardRowIds(read)).toThrow("in a form that this runner does not know");
  });
});

describe("in PGlite", () => {
  const database = usePglite();

  testRowIds(() => ({
    adapter: createPgliteAdapter(database()),
    execute: (script) => database().exec(script),
  }));
});
