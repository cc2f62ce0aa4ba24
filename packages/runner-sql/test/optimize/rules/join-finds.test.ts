import { describe, expect, test } from "vitest";
import { duckDbRules, optimizeSql, postgresRules } from "../../../src/index.ts";

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

  test("stays with anything else beside it", () => {
    expect(
      optimizeSql(findIn("duckdb", ", (r7._1_0 + 1::INT8) AS _2"), duckDbRules).rules,
    ).not.toContain("join-finds");
  });
});
