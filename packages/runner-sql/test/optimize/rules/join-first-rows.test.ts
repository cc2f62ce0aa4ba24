import { describe, expect, test } from "vitest";
import { type OptimizationRule, duckDbRules, optimizeSql } from "../../../src/index.ts";
import { joinFirstRows } from "../../../src/optimize/rules/join-first-rows.ts";

const scan =
  "SELECT (ROW_NUMBER() OVER () - 1)::int8 AS index, r0.id AS _0, r0.cents AS _1 FROM orders AS r0";
const customers =
  "SELECT (ROW_NUMBER() OVER () - 1)::int8 AS index, r7.id AS _0, r7.org AS _1, r7.name AS _2 FROM customers AS r7";
const sliced = (rows: string): string =>
  `SELECT r1._0, r1._1, (ROW_NUMBER() OVER (ORDER BY r1._0) - 1)::int8 AS index FROM (${rows}) AS r1`;
const first = `SELECT r2.index, r2._0, r2._1 FROM (${sliced(scan)}) AS r2 WHERE (r2.index < 5::INT8)`;

/** Returns a lookup for each of some rows, as the compiler writes it for DuckDB. */
const lookup = (predicate: string, rows = first, order = "ORDER BY r8.index"): string =>
  `SELECT r3._0 AS _0, r12._t AS _1_t, r12._1_0 AS _1_0, r12._1_1 AS _1_1 FROM (${rows}) AS r3, LATERAL (SELECT r13._t, r13._1_0, r13._1_1 ` +
  `FROM (SELECT r6.value AS _t, r11._0 AS _1_0, r11._2 AS _1_1 FROM (SELECT 1::INT2 AS value) AS r6, (SELECT r10._0, r10._2 FROM (SELECT (ROW_NUMBER() OVER (${order}) - 1)::int8 AS index, r8._0, r8._1, r8._2 ` +
  `FROM (${customers}) AS r8 WHERE ${predicate}) AS r10 WHERE (r10.index = 0::int8)) AS r11 ` +
  "UNION ALL SELECT 0::INT2 AS _t, NULL::INT8 AS _1_0, NULL::TEXT AS _1_1) AS r13 ORDER BY (- r13._t) LIMIT 1) AS r12 ORDER BY r3.index";

const all: readonly OptimizationRule[] = duckDbRules;
const others = all.filter((rule) => rule !== joinFirstRows);

describe("a lookup for each of the first rows", () => {
  test("is a join with the first row of each key", () => {
    const { sql, rules } = optimizeSql(lookup("((r8._0 = r3._1) AND (r8._2 = 'a'::TEXT))"), all);
    expect(rules).toContain("join-first-rows");
    expect(sql).toBe(
      "WITH r3 AS MATERIALIZED (SELECT r0.id AS _0, r0.cents AS _1, r0.id AS key FROM orders AS r0 ORDER BY r0.id LIMIT 5), " +
        "found AS (SELECT FIRST(r7.id) AS _1_0, FIRST(r7.name) AS _1_1, r7.id AS key FROM customers AS r7 " +
        "WHERE (r7.name = 'a'::TEXT) AND (r7.id IN (SELECT r3_2._1 AS key FROM r3 AS r3_2)) GROUP BY r7.id) " +
        "SELECT r3_3._0, COALESCE(r13._t, 0::INT2) AS _1_t, r13._1_0, r13._1_1 FROM r3 AS r3_3 " +
        "LEFT JOIN LATERAL (SELECT 1::INT2 AS _t, found_2._1_0, found_2._1_1 FROM found AS found_2 WHERE (found_2.key = r3_3._1)) AS r13 ON TRUE " +
        "ORDER BY r3_3.key",
    );
  });

  test("reads the rows once for several lookups", () => {
    const twice = lookup("(r8._0 = r3._1)").replace(
      " ORDER BY r3.index",
      `, LATERAL ${/LATERAL (\(.*\)) AS r12/.exec(lookup("(r8._1 = r3._0)"))![1]!} AS r14 ORDER BY r3.index`,
    );
    const { sql } = optimizeSql(
      twice.replace("AS _1_1 FROM", "AS _1_1, r14._t AS _2_t, r14._1_0 AS _2_0 FROM"),
      all,
    );
    expect(sql.match(/MATERIALIZED/g)).toHaveLength(1);
    expect(sql.match(/GROUP BY/g)).toHaveLength(2);
  });

  test("is a join by what is computed of a row, too", () => {
    const { sql, rules } = optimizeSql(lookup("(r8._0 = (r3._1 + 1::INT8))"), all);
    expect(rules).toContain("join-first-rows");
    expect(sql).toContain("IN (SELECT (r3_2._1 + 1::INT8) AS key FROM r3 AS r3_2)");
  });

  test("reads the rows that are kept for a join with others, too", () => {
    const rows =
      "SELECT r0.id AS index, r0.id AS _0, r0.cents AS _1 FROM orders AS r0 ORDER BY r0.id LIMIT 5";
    const joined = lookup("(r8._0 = r3._1)", rows)
      .replace(" ORDER BY r3.index", `, (${scan}) AS r20 ORDER BY r3.index`)
      .replace("AS _1_1 FROM", "AS _1_1, r20._0 AS _2 FROM");
    const { sql, rules } = optimizeSql(joined, all);
    expect(rules).toContain("keep-first-rows");
    expect(rules).toContain("join-first-rows");
    expect(sql.match(/MATERIALIZED/g)).toHaveLength(1);
  });

  test.each([
    ["of all rows", lookup("(r8._0 = r3._1)", scan)],
    ["by more than equality", lookup("(r8._0 < r3._1)")],
    ["by a value of a query", lookup("(r8._0 = (SELECT (r3._1 + 1::INT8) AS value))")],
    [
      "in a change of a table",
      `DELETE FROM orders AS o USING (${lookup("(r8._0 = r3._1)")}) AS r20 WHERE (o.id = r20._0)`,
    ],
    ["by two columns", lookup("((r8._0 = r3._1) AND (r8._1 = r3._0))")],
    ["by what is computed of a column", lookup("((r8._0 + 1::INT8) = r3._1)")],
    ["where a predicate may fail", lookup("((r8._0 = r3._1) AND ((1::INT8 / r8._0) = 1::INT8))")],
    ["that has an order", lookup("(r8._0 = r3._1)", first, "ORDER BY r8._2")],
    [
      "of PostgreSQL",
      lookup("(r8._0 = r3._1)").replaceAll("INT", "int").replace("r7.id AS", "r7.id::int8 AS"),
    ],
    [
      "for each row of another query",
      `SELECT (SELECT COUNT(*) AS value FROM (${lookup("((r8._0 = r3._1) AND (r8._1 = r20._0))")}) AS r21 WHERE (r21._1_t = 1::INT2)) AS _0 FROM (SELECT r22.id AS _0 FROM t AS r22) AS r20`,
    ],
  ])("stays %s", (_, sql) => {
    expect(optimizeSql(sql, all)).toEqual(optimizeSql(sql, others));
  });
});
