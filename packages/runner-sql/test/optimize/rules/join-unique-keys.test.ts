import { describe, expect, test } from "vitest";
import { type OptimizationRule, postgresRules, optimizeSql } from "../../../src/index.ts";
import { joinUniqueKeys } from "../../../src/optimize/rules/join-unique-keys.ts";
import type { TableFacts, TableKey } from "../../../src/optimize/table-facts.ts";
import { asPromised, scan } from "../apply.ts";

const customers =
  "SELECT (ROW_NUMBER() OVER () - 1)::int8 AS index, r7.id::int8 AS _0, r7.org::int4 AS _1, r7.name::text AS _2 FROM customers AS r7";

/** Returns a lookup for each of some rows, as the compiler writes it. */
const lookup = (predicate: string, orders = scan, order = "ORDER BY r8.index"): string =>
  `SELECT r3._0 AS _0, r12._t AS _1_t, r12._1_0 AS _1_0, r12._1_1 AS _1_1 FROM (${orders}) AS r3, LATERAL (SELECT r13._t, r13._1_0, r13._1_1 ` +
  `FROM (SELECT r6.value AS _t, r11._0 AS _1_0, r11._2 AS _1_1 FROM (SELECT 1::int2 AS value) AS r6, (SELECT r10._0, r10._2 FROM (SELECT (ROW_NUMBER() OVER (${order}) - 1)::int8 AS index, r8._0, r8._1, r8._2 ` +
  `FROM (${customers}) AS r8 WHERE ${predicate}) AS r10 WHERE (r10.index = 0::int8)) AS r11 ` +
  "UNION ALL SELECT 0::int2 AS _t, NULL::int8 AS _1_0, NULL::text AS _1_1) AS r13 ORDER BY (- r13._t) LIMIT 1) AS r12";

const all: readonly OptimizationRule[] = postgresRules;
const others = all.filter((rule) => rule !== joinUniqueKeys);
const isJoined = (sql: string, facts: TableFacts = asPromised): boolean =>
  optimizeSql(sql, postgresRules, { facts }).rules.includes("join-unique-keys");

describe("a lookup for each of many rows", () => {
  test("by a unique key is a join, and another one if the key is no longer unique", () => {
    const { sql } = optimizeSql(lookup("(r8._0 = r3._1)"), postgresRules, { facts: asPromised });
    const exists = String.raw`EXISTS \(SELECT 1 FROM pg_catalog\.pg_class .*?regtype\)\)\)\)`;
    expect(sql.replaceAll(new RegExp(exists, "g"), "UNIQUE")).toBe(
      "SELECT r0.id::int8 AS _0, COALESCE(COALESCE((CASE WHEN (r13.key IS NOT NULL) THEN 1::int2 END), r13_2._t), 0::int2) AS _1_t, " +
        "COALESCE(r13._1_0, r13_2._1_0) AS _1_0, COALESCE(r13._1_1, r13_2._1_1) AS _1_1 FROM orders AS r0 " +
        "LEFT JOIN LATERAL (SELECT r7.id::int8 AS _1_0, r7.name::text AS _1_1, r7.id::int8 AS key FROM customers AS r7 " +
        "WHERE (r7.id::int8 = (CASE WHEN UNIQUE THEN r0.cents::int8 END))) AS r13 ON TRUE " +
        "LEFT JOIN LATERAL (SELECT first_rows._t, first_rows._1_0, first_rows._1_1 FROM (SELECT 1::int2 AS _t, r7_2.id::int8 AS _1_0, " +
        "r7_2.name::text AS _1_1, r7_2.id::int8 AS key_0, ROW_NUMBER() OVER (PARTITION BY r7_2.id::int8) AS number " +
        "FROM customers AS r7_2 WHERE NOT UNIQUE) AS first_rows " +
        "WHERE (first_rows.key_0 = r0.cents::int8) AND (first_rows.number = 1)) AS r13_2 ON TRUE",
    );
  });

  test("asks for the key that it looks rows up by", () => {
    const asked: TableKey[] = [];
    const facts = { isTable: () => true, isUnique: (key: TableKey) => asked.push(key) > 0 };
    const both = "((r8._0 = r3._1) AND (r3._0::int4 = r8._1))";
    expect(isJoined(lookup(both), facts)).toBe(true);
    expect(isJoined(lookup("(r8._2 = r3._0::text)"), facts)).toBe(true);
    expect(asked.map(({ table, columns }) => [table, ...columns])).toEqual([
      ["customers", { name: "id", type: "int8" }, { name: "org", type: "int4" }],
      ["customers", { name: "name", type: "text" }],
    ]);
  });

  test("keeps predicates of its own", () => {
    const { sql } = optimizeSql(
      lookup("((r8._0 = r3._1) AND (r8._2 = 'a'::text))"),
      postgresRules,
      {
        facts: asPromised,
      },
    );
    expect(sql.match(/\(r7(?:_2)?\.name::text = 'a'::text\)/g)).toHaveLength(2);
  });

  test("takes the first row in its order if the key is not unique", () => {
    const sorted = lookup("(r8._0 = r3._1)", scan, "ORDER BY r8._2");
    expect(optimizeSql(sorted, postgresRules, { facts: asPromised }).sql).toContain(
      "ROW_NUMBER() OVER (PARTITION BY r7_2.id::int8 ORDER BY r7_2.name::text)",
    );
  });

  test.each([
    ["where the key is not known to be unique", lookup("(r8._0 = r3._1)"), false],
    [
      "in a change of a table",
      `DELETE FROM orders AS o USING (${lookup("(r8._0 = r3._1)")}) AS r20 WHERE (o.id = r20._0)`,
      true,
    ],
    ["by more than equality", lookup("(r8._0 < r3._1)"), true],
    ["by what is computed of a column", lookup("((r8._0 + 1::int8) = r3._1)"), true],
    ["by a column that is cast", lookup("(r8._1::int8 = r3._1)"), true],
    [
      "where a predicate may fail",
      lookup("((r8._0 = r3._1) AND ((1::int8 / r8._0) = 1::int8))"),
      true,
    ],
    ["for the rows of a LIMIT", lookup("(r8._0 = r3._1)", `${scan} LIMIT 5`), true],
    [
      "for the rows of a constant",
      lookup(
        "(r8._0 = r3._1)",
        `SELECT r1.index, r1._0, r1._1 FROM (${scan}) AS r1 WHERE (r1._0 = $1::int8)`,
      ),
      true,
    ],
    [
      "for the items of an input",
      lookup(
        "(r8._0 = r3._1)",
        "SELECT (ROW_NUMBER() OVER () - 1)::int8 AS index, j.value::text::int8 AS _0, j.value::text::int8 AS _1 FROM jsonb_array_elements($1::jsonb) AS j",
      ),
      true,
    ],
    [
      "for each row of another query",
      `SELECT (SELECT COUNT(*) AS value FROM (${lookup("((r8._0 = r3._1) AND (r8._1 = r20._0))")}) AS r21 WHERE (r21._1_t = 1::int2)) AS _0 FROM (SELECT r22.id::int4 AS _0 FROM t AS r22) AS r20`,
      true,
    ],
    [
      "for groups of each row of another query",
      `SELECT r20._0, r23.n AS _1 FROM (SELECT r22.id::int8 AS _0 FROM t AS r22) AS r20, LATERAL (SELECT r21._1_0 AS name, COUNT(*) AS n FROM (${lookup("(r8._0 = r3._1)", `${scan} WHERE (r0.cents::int8 < r20._0)`)}) AS r21 GROUP BY r21._1_0) AS r23`,
      true,
    ],
  ])("stays %s", (_, sql, isUnique) => {
    const facts: TableFacts = { isTable: () => true, isUnique: () => isUnique };
    expect(isJoined(sql, facts)).toBe(false);
    expect(optimizeSql(sql, postgresRules, { facts })).toEqual(optimizeSql(sql, others, { facts }));
  });
});
