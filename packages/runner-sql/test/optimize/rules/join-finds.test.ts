import { describe, expect, test } from "vitest";
import { duckDbRules, optimizeSql, postgresRules } from "../../../src/index.ts";
import { joinFinds } from "../../../src/optimize/rules/join-finds.ts";
import { applied } from "../apply.ts";

/** Returns a find as the compiler writes it for a database, with further columns. */
function findIn(database: "postgres" | "duckdb", more = ""): string {
  const [cast, int2, int8, text] =
    database === "duckdb" ? ["", "INT2", "INT8", "TEXT"] : ["::int8", "int2", "int8", "text"];
  return (
    `SELECT r7._t, r7._1_0, r7._1_1${more} FROM (SELECT r0.value AS _t, r6._0 AS _1_0, r6._1 AS _1_1 FROM (SELECT 1::${int2} AS value) AS r0, ` +
    "(SELECT r4._0, r4._1 FROM (SELECT (ROW_NUMBER() OVER (ORDER BY r3.index) - 1)::int8 AS index, r3._0, r3._1 FROM " +
    `(SELECT (ROW_NUMBER() OVER () - 1)::int8 AS index, r1.id${cast} AS _0, r1.name AS _1 FROM customers AS r1) AS r3 WHERE (r3._0 = $1::${int8})) AS r4 WHERE (r4.index = 0::${int8})) AS r6 ` +
    `UNION ALL SELECT 0::${int2} AS _t, NULL::${int8} AS _1_0, NULL::${text} AS _1_1) AS r7 ORDER BY (- r7._t) LIMIT 1`
  );
}

describe("what find found, or none,", () => {
  test("is an outer join in PostgreSQL", () => {
    expect(optimizeSql(findIn("postgres"), postgresRules).sql).toBe(
      "SELECT COALESCE(r7._t, 0::int2) AS _t, r7._1_0, r7._1_1 FROM (SELECT 1) AS one LEFT JOIN " +
        "(SELECT 1::int2 AS _t, r1.id::int8 AS _1_0, r1.name AS _1_1 FROM customers AS r1 WHERE (r1.id::int8 = $1::int8) LIMIT 1) AS r7 ON TRUE",
    );
  });

  test("is a row of aggregates in DuckDB", () => {
    expect(optimizeSql(findIn("duckdb"), duckDbRules).sql).toBe(
      "SELECT COUNT(*)::INT2 AS _t, FIRST(found._1_0) AS _1_0, FIRST(found._1_1) AS _1_1 FROM " +
        "(SELECT r1.id AS _1_0, r1.name AS _1_1 FROM customers AS r1 WHERE (r1.id = $1::INT8) LIMIT 1) AS found",
    );
  });

  test.each(["postgres", "duckdb"] as const)("may have constants beside it in %s", (database) => {
    const { sql } = optimizeSql(findIn(database, ", $2::text AS _2"), postgresRules);
    expect(sql).toContain(", $2::text AS _2 FROM");
    expect(sql).not.toContain("UNION");
  });

  test("may have a column of an outer query beside it", () => {
    const find = findIn("postgres", ", c.name AS _t2");
    const { sql } = optimizeSql(
      `SELECT q._t2, q._1_0 FROM customers AS c, LATERAL (${find}) AS q`,
      postgresRules,
    );
    expect(sql).toContain("c.name AS _t2");
    expect(sql).not.toContain("UNION");
  });

  test("stays with anything else beside it", () => {
    expect(
      optimizeSql(findIn("duckdb", ", (r7._1_0 + 1::INT8) AS _2"), duckDbRules).rules,
    ).not.toContain("join-finds");
  });
});

describe("a query with the form of a find stays", () => {
  const first = "SELECT 1::int2 AS _t, t.a FROM t AS t LIMIT 1";
  const none = "SELECT 0::int2 AS _t, NULL::int8 AS a";
  const union = `(${first}) UNION ALL ${none}`;
  const order = "ORDER BY (- r1._t) LIMIT 1";
  const find = `SELECT r1._t, r1.a FROM (${union}) AS r1 ${order}`;

  test("unless it is one", () => {
    expect(applied(find, joinFinds)).toBe(
      `SELECT COALESCE(r1._t, 0::int2) AS _t, r1.a FROM (SELECT 1) AS one LEFT JOIN (${first}) AS r1 ON TRUE`,
    );
  });

  test.each([
    ["WHERE", find.replace("ORDER", "WHERE (r1.a = 3) ORDER")],
    ["GROUP BY", find.replace("ORDER", "GROUP BY r1._t, r1.a ORDER")],
    ["another relation", find.replace("AS r1 ORDER", "AS r1, u AS u ORDER")],
    ["two rows", find.replace(/1$/, "2")],
    ["a number of rows that is not known", find.replace(/1$/, "GREATEST($1::int8, 0)")],
    ["all rows", find.replace(/ LIMIT 1$/, "")],
    ["OFFSET", `${find} OFFSET 1`],
    ["a relation that is a table", `SELECT r1._t, r1.a FROM t AS r1 ${order}`],
    ["a relation that is a SELECT", find.replace(union, first)],
    ["another order", find.replace("(- r1._t)", "r1._t")],
    ["an order by another column", find.replace("(- r1._t)", "(- r1.a)")],
    ["an order by what is computed", find.replace("(- r1._t)", "(- (r1._t + 1))")],
    ["an order by two keys", find.replace("(- r1._t)", "(- r1._t), r1.a")],
    [
      "an order by a column of an outer query",
      `SELECT q.a FROM u AS u, LATERAL (${find.replace("(- r1._t)", "(- u._t)")}) AS q`,
    ],
    ["a sorted union", find.replace(union, `${union} ORDER BY _t`)],
    ["a union with LIMIT", find.replace(union, `${union} LIMIT 1`)],
    ["a union with OFFSET", find.replace(union, `${union} OFFSET 1`)],
    ["a union with WITH", find.replace(union, `WITH w AS (SELECT 1 AS one) ${union}`)],
    ["a union of three", find.replace(union, `${union} UNION ALL ${none}`)],
    ["a union that begins with a union", find.replace(first, `${none} UNION ALL ${none}`)],
    ["a union that ends with a union", find.replace(none, `(${none} UNION ALL ${none})`)],
    ["a union that begins with all rows", find.replace("t AS t LIMIT 1", "t AS t")],
    ["a union that begins with two rows", find.replace("t AS t LIMIT 1", "t AS t LIMIT 2")],
    [
      "a union that begins with the second row",
      find.replace("AS t LIMIT 1", "AS t LIMIT 1 OFFSET 1"),
    ],
    [
      "a union that begins with the first by a result",
      find.replace("t AS t LIMIT", "t AS t ORDER BY _t LIMIT"),
    ],
    ["a union that begins with WITH", find.replace(first, `WITH w AS (SELECT 1 AS one) ${first}`)],
    ...[" FROM u AS u", " WHERE FALSE", " GROUP BY 1", " LIMIT 0"].map(
      (clause): [string, string] => [
        `a union that ends with${clause}`,
        find.replace(none, `(${none}${clause})`),
      ],
    ),
    ["a union that ends with WITH", find.replace(none, `(WITH w AS (SELECT 1 AS one) ${none})`)],
    ["a tag of another number", find.replace("1::int2", "2::int2")],
    ["a tag of none of another number", find.replace("0::int2", "1::int2")],
    ["a tag that is no number", find.replace("1::int2", "t.b")],
    ["a tag that is computed", find.replace("1::int2", "(1 + 1)")],
    ["a tag without a type", find.replace("1::int2", "1")],
    ["a tag that is negated", find.replace("1::int2", "(- 1)")],
    ["a value of none that is not NULL", find.replace("NULL::int8", "7::int8")],
    ["a value of none that is computed", find.replace("NULL::int8", "(- NULL)")],
    ["a second tag", find.replace("t.a", "1::int2 AS a").replace("NULL::int8", "0::int2")],
    ["fewer columns of none", find.replace(", NULL::int8 AS a", "")],
    [
      "a column without a name",
      find.replace("t.a FROM", "t.a, 3 FROM").replace("AS a)", "AS a, NULL::int8)"),
    ],
  ])("with %s", (_, sql) => {
    expect(applied(sql, joinFinds)).toBe(sql);
  });
});
