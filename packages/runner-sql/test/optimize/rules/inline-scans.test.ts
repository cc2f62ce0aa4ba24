import { describe, expect, test } from "vitest";
import { optimizeSql } from "../../../src/index.ts";
import { inlineScans } from "../../../src/optimize/rules/inline-scans.ts";
import { mergeSelects } from "../../../src/optimize/rules/merge-selects.ts";
import { applied, asPromised, scan } from "../apply.ts";

describe("a WITH", () => {
  test("that only reads a table is read where it is used", () => {
    const sql =
      "WITH r0 AS (SELECT t.a FROM t AS t) SELECT r1.a FROM r0 AS r1, r0 AS r2 WHERE (r1.a = r2.a)";
    expect(applied(sql, inlineScans)).toBe(
      "SELECT r1.a FROM (SELECT t.a FROM t AS t) AS r1, (SELECT t_2.a FROM t AS t_2) AS r2 WHERE (r1.a = r2.a)",
    );
  });

  test("of what may be a view that gives other rows each time, stays if it is read twice", () => {
    const sql = (readers: string): string =>
      `WITH r0 AS (SELECT t.a FROM t AS t) SELECT r1.a FROM ${readers}`;
    const untold = (text: string): string => optimizeSql(text, [inlineScans]).sql;
    expect(untold(sql("r0 AS r1, r0 AS r2"))).toBe(sql("r0 AS r1, r0 AS r2"));
    expect(untold(sql("r0 AS r1"))).toBe("SELECT r1.a FROM (SELECT t.a FROM t AS t) AS r1");
    const repeated =
      "u AS r1 WHERE (r1.a = (SELECT COUNT(*) AS n FROM r0 AS r2 WHERE (r2.a = r1.a)))";
    expect(untold(sql(repeated))).toBe(sql(repeated));
  });

  test.each([
    ["that numbers rows, in which readers must agree", scan],
    ["that filters, so that it filters once", "SELECT t.a AS _0 FROM t AS t WHERE (t.a > 1::int8)"],
    ["that groups", "SELECT COUNT(*) AS _0 FROM t AS t"],
    ["that groups without an aggregate", "SELECT t.a AS _0 FROM t AS t GROUP BY t.a"],
    ["of several SELECTs", "SELECT t.a AS _0 FROM t AS t UNION ALL SELECT u.a AS _0 FROM u AS u"],
    ["with an order", "SELECT t.a AS _0 FROM t AS t ORDER BY t.a"],
    ["with a limit", "SELECT t.a AS _0 FROM t AS t LIMIT 3"],
    ["with an offset", "SELECT t.a AS _0 FROM t AS t OFFSET 3"],
    ["of two tables", "SELECT t.a AS _0 FROM t AS t, u AS u"],
    ["of a query", "SELECT t.a AS _0 FROM (SELECT u.a FROM u AS u) AS t"],
    ["of the items of an array", "SELECT j.value AS _0 FROM jsonb_array_elements($1::jsonb) AS j"],
    ["with a subquery", "SELECT (SELECT COUNT(*) AS n FROM u AS u) AS _0 FROM t AS t"],
  ])("%s, stays", (_, query) => {
    for (const readers of ["r9 AS r1", "r9 AS r1, r9 AS r2"]) {
      const sql = `WITH r9 AS (${query}) SELECT r1._0 FROM ${readers}`;
      expect(applied(sql, inlineScans)).toBe(sql);
      const named = `WITH r9(_0) AS (SELECT t.a FROM t AS t) SELECT r1._0 FROM ${readers}`;
      expect(applied(named, inlineScans)).toBe(named);
    }
  });

  test("with a WITH of its own stays, and loses that if nothing reads it", () => {
    const sql = (query: string): string =>
      `WITH r9 AS (${query}) SELECT r1.a FROM r9 AS r1, r9 AS r2`;
    const query = "SELECT t.a FROM t AS t";
    expect(applied(sql(`WITH r8 AS (${scan}) ${query}`), inlineScans)).toBe(sql(query));
  });

  test("stays beside another one that is read where it is used, and goes if nothing reads it", () => {
    const group = "r9 AS (SELECT COUNT(*) AS _0 FROM t AS t)";
    const view = "r8 AS (SELECT v.a AS _0 FROM v AS v)";
    const table = "r7 AS (SELECT t.a AS _0 FROM t AS t)";
    const facts = { ...asPromised, isTable: (name: string) => name !== "v" };
    const inlined = (from: string): string =>
      optimizeSql(`WITH ${group}, ${view}, ${table} SELECT r1._0 FROM ${from}`, [inlineScans], {
        facts,
      }).sql;
    expect(inlined("r9 AS r1, r8 AS r2, r8 AS r3, r7 AS r4")).toBe(
      `WITH ${group}, ${view} SELECT r1._0 FROM r9 AS r1, r8 AS r2, r8 AS r3, (SELECT t_2.a AS _0 FROM t AS t_2) AS r4`,
    );
    expect(inlined("u AS r1")).toBe("SELECT r1._0 FROM u AS r1");
  });
});

describe("a WITH of a table that is read for each row of another query", () => {
  const table =
    "SELECT t.id::int8 AS _0, t.k::int4::int8 AS _1, t.n AS _2, 1::int8 AS _3 FROM t AS t";
  const count = (alias: string, predicate: string): string =>
    `(SELECT COUNT(*) AS value FROM c AS ${alias} WHERE ${predicate})`;
  const both = (first: string, second: string): string =>
    `WITH c AS (${table}) SELECT ${first} AS _0, ${second} AS _1 FROM (${scan}) AS r1`;
  const byKey = (alias: string): string => count(alias, `(${alias}._0 = r1._0)`);
  const byValue = (alias: string): string => count(alias, `(${alias}._1 = r1._0)`);

  test("is read where a column of it is looked up", () => {
    const sql = both(byKey("r2"), byKey("r3"));
    expect(applied(sql, mergeSelects, inlineScans)).toMatch(
      /^SELECT \(SELECT COUNT\(\*\) AS value FROM t AS t WHERE \(t\.id::int8 = /,
    );
    expect(applied(sql, inlineScans)).not.toContain("WITH");
  });

  test("is read where a column is looked up that needs no cast", () => {
    const sql = both(count("r2", "(r2._2 = r1._0)"), count("r3", "(r1._0 = r3._2)"));
    expect(applied(sql, inlineScans)).not.toContain("WITH");
  });

  test.each([
    ["what is computed of its columns", byValue("r2"), byValue("r3")],
    ["nothing", count("r2", "(r1._0 = r1._1)"), count("r3", "(r1._1 = r1._0)")],
    ["a literal", count("r2", "(r2._3 = r1._0)"), count("r3", "(r3._3 = r1._0)")],
    ["an order", count("r2", "(r2._0 < r1._0)"), count("r3", "(r1._0 <= r3._0)")],
    [
      "each other",
      count("r2", "(r2._0 = (r2._1 + r1._0))"),
      count("r3", "((r3._1 + r1._0) = r3._0)"),
    ],
  ])("stays where its rows are compared by %s", (_, first, second) => {
    const sql = both(first, second);
    expect(applied(sql, inlineScans)).toBe(sql);
  });

  test("stays where its rows are compared by a cast of a column that the program asks for", () => {
    const cast = "SELECT r9.a::int8 AS _0 FROM (SELECT t.a FROM t AS t) AS r9";
    const readers = `SELECT ${byKey("r2")} AS _0, ${byKey("r3")} AS _1 FROM (${scan}) AS r1`;
    const result = applied(`WITH c AS (${cast}) ${readers}`, mergeSelects, inlineScans);
    expect(result).toMatch(/^WITH c AS \(SELECT t\.a::int8 AS _0 FROM t AS t\) SELECT/);
    expect(result).toContain("FROM c AS r2");
  });

  test("stays for the readers that need it, computed once", () => {
    const result = applied(both(byKey("r2"), byValue("r3")), inlineScans);
    expect(result).toContain(`WITH c AS MATERIALIZED (${table}) SELECT`);
    expect(result).toContain(byValue("r3"));
    expect(result).not.toContain(byKey("r2"));
  });

  test("stays for an only reader, where PostgreSQL would read the table each time", () => {
    const sql = `WITH c AS (${table}) SELECT ${byValue("r2")} AS _0 FROM (${scan}) AS r1`;
    expect(applied(sql, inlineScans)).toBe(sql.replace("c AS (", "c AS MATERIALIZED ("));
  });

  test("is read by a query that runs once, whatever it compares", () => {
    const sql = `WITH c AS (${table}) SELECT ${count("r2", "(r2._1 = 3::int8)")} AS _0, ${count("r3", "(r3._1 = 4::int8)")} AS _1`;
    expect(applied(sql, inlineScans)).not.toContain("WITH");
  });

  test("in a LATERAL relation, too", () => {
    const lateral = (alias: string): string =>
      `LATERAL (SELECT ${alias}._0 FROM c AS ${alias} WHERE (${alias}._1 = r1._0)) AS l_${alias}`;
    const sql = `WITH c AS (${table}) SELECT l_r2._0, l_r3._0 AS _1 FROM (${scan}) AS r1, ${lateral("r2")}, ${lateral("r3")}`;
    expect(applied(sql, inlineScans)).toBe(sql);
  });
});
