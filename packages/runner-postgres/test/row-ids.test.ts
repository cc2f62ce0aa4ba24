import { usePglite } from "@lutra-internal/testing/pglite";
import { describe, expect, test } from "vitest";
import { createPgliteAdapter } from "../src/pglite.ts";
import { checkTable, guardRowIds, rowIdError } from "../src/row-ids.ts";
import { testRowIds } from "./support/row-ids.ts";

describe("a guard", () => {
  test.each([
    "SELECT ctid FROM t",
    "SELECT 'DELETE FROM t USING (SELECT ctid AS index' AS _0",
    "SELECT x.index FROM (SELECT ctid AS index FROM t) AS x",
    "DELETE FROM t WHERE (id = 1)",
    "INSERT INTO t SELECT '; ctid AS index'",
    "DELETE FROM t WHERE (t.index = 'ctid AS index')",
    "DELETE FROM t WHERE (t.ctid = (SELECT ctid AS i FROM u WHERE a = 'ctid AS index'))",
    "DELETE FROM t WHERE EXISTS (SELECT a AS index FROM u WHERE a = 'ctid AS index')",
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

test.each([[[]], [[["r", "false"]]]] as const)(
  "a table that is %j may be changed by ctid",
  (rows) => {
    expect(() => checkTable("t", rows)).not.toThrow();
  },
);

test.each([
  [[["r", "true"]], "t is a table that others inherit from, and "],
  [[["p", "false"]], "t is a partitioned table, and "],
  [[["f", "false"]], "t is a foreign table, and "],
  [[["v", "false"]], "t is a view, and "],
  [[["m", "false"]], "t is a materialized view, and "],
  [[["S", "false"]], "t is no table, and "],
] as const)("a table that is %j is refused", (rows, message) => {
  expect(() => checkTable("t", rows)).toThrow(message);
});

const failed = 'invalid input syntax for type oid: "lutra: ctid is not unique 7"';

test("the error of a guard that failed names the table", () => {
  const error = { code: "22P02", message: failed };
  expect(rowIdError(error, "t")).toMatchObject({
    code: "EXECUTION_ERROR",
    message: expect.stringMatching(/^t has rows in other tables/) as string,
    cause: error,
  });
});

test.each([
  { code: "22P03", message: failed },
  { code: "22P02" },
  { code: "22P02", message: 'invalid input syntax for type oid: "x"' },
])("%j is not of a guard of rows", (error) => {
  expect(rowIdError(error, "t")).toBeUndefined();
});

describe("in PGlite", () => {
  const database = usePglite();

  testRowIds(() => ({
    adapter: createPgliteAdapter(database()),
    execute: (script) => database().exec(script),
  }));
});
