import { describe, expect, test } from "vitest";
import { descendKeys } from "../../../src/optimize/rules/descend-keys.ts";
import { applied } from "../apply.ts";

const top = (sql: string): string => `SELECT r1._0 FROM (${sql}) AS r1`;
const sorted = "SELECT r0.id::int8 AS _0 FROM orders AS r0 ORDER BY (- r0.cents::int8) LIMIT 3";

describe("first rows by a negated key", () => {
  test("are those of the descending order, then those without a key", () => {
    expect(applied(sorted, descendKeys)).toBe(
      "WITH first_rows AS (SELECT r0.id::int8 AS _0, (- r0.cents::int8) AS key FROM orders AS r0 " +
        "WHERE ((- r0.cents::int8) IS NOT NULL) ORDER BY r0.cents::int8 DESC LIMIT 3) " +
        "SELECT first_rows_2._0 FROM (SELECT first_rows_3._0, first_rows_3.key FROM first_rows AS first_rows_3 " +
        "UNION ALL (SELECT r0_2.id::int8 AS _0, NULL::int8 AS key FROM orders AS r0_2 " +
        "WHERE (r0_2.cents::int8 IS NULL) AND ((SELECT COUNT(*) AS value FROM first_rows AS first_rows_4) < 3) LIMIT 3)) " +
        "AS first_rows_2 ORDER BY first_rows_2.key LIMIT 3",
    );
  });

  test("are as many as OFFSET needs", () => {
    const sql = applied(`${sorted} OFFSET 4`, descendKeys);
    expect(sql.match(/LIMIT 7/g)).toHaveLength(2);
    expect(sql).toMatch(/LIMIT 3 OFFSET 4$/);
  });

  test("hide no table", () => {
    const sql = applied(sorted.replace("FROM orders", 'FROM "first_rows"'), descendKeys);
    expect(sql).toMatch(/^WITH first_rows_2 AS \(.* FROM "first_rows" AS r0 /);
  });
});

describe("a sort by a negated key stays", () => {
  test.each([
    ["without LIMIT", sorted.replace(" LIMIT 3", "")],
    ["with a LIMIT that is not known", sorted.replace("LIMIT 3", "LIMIT GREATEST($1::int8, 0)")],
    ["of floats, where NaN comes last", sorted.replace("cents::int8", "cents::float8")],
    ["of a type that is not known", sorted.replace("cents::int8", "cents")],
    [
      "of a computed key",
      sorted.replace("(- r0.cents::int8)", "(- (r0.cents::int8 + 1::int8)::int8)"),
    ],
    ["by a number that is not negated", sorted.replace("(- r0", "(7::int8 - r0")],
    [
      "by a number to which another is added",
      sorted.replace("(- r0.cents::int8)", "(r0.cents::int8 + 7::int8)"),
    ],
    ["with an OFFSET that is not known", `${sorted} OFFSET GREATEST($1::int8, 0)`],
    ["of two tables", sorted.replace("orders AS r0", "orders AS r0, u AS u")],
    ["of groups", sorted.replace("ORDER", "GROUP BY r0.id, r0.cents ORDER")],
    ["with a number of the row", sorted.replace(" FROM", ", ROW_NUMBER() OVER () AS _1 FROM")],
    ["with a WITH", `WITH w AS (SELECT 1 AS one) ${sorted}`],
    ["before another key", sorted.replace(" LIMIT", ", r0.id::int8 LIMIT")],
    [
      "of a query",
      top(sorted).replace("FROM orders AS r0", "FROM (SELECT t.id, t.cents FROM t AS t) AS r0"),
    ],
    [
      "for each row of another table",
      `SELECT c.id, (${sorted.replace("ORDER BY", "WHERE (r0.customer = c.id) ORDER BY")}) AS x FROM customers AS c`,
    ],
    [
      "beside something computed by a query",
      sorted.replace("r0.id::int8 AS _0", "(SELECT COUNT(*) AS value FROM t AS t) AS _0"),
    ],
  ])("%s", (_, sql) => {
    expect(applied(sql, descendKeys)).toBe(sql);
  });
});
