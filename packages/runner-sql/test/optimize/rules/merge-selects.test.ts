import { describe, expect, test } from "vitest";
import { mergeSelects } from "../../../src/optimize/rules/merge-selects.ts";
import { applied } from "../apply.ts";

const orders = "SELECT r0.id::int8 AS _0, r0.cents::int8 AS _1 FROM orders AS r0";

test.each([
  [
    "a predicate stands next to its table",
    `SELECT r1._0 FROM (${orders}) AS r1 WHERE (r1._1 = 3::int8)`,
    "SELECT r0.id::int8 AS _0 FROM orders AS r0 WHERE (r0.cents::int8 = 3::int8)",
  ],
  [
    "two predicates hold",
    `SELECT r2._0 FROM (SELECT r1._0 FROM (${orders}) AS r1 WHERE (r1._1 = 3::int8)) AS r2 WHERE (r2._0 > 1::int8)`,
    "SELECT r0.id::int8 AS _0 FROM orders AS r0 WHERE (r0.cents::int8 = 3::int8) AND (r0.id::int8 > 1::int8)",
  ],
  [
    "an aggregate reads the table",
    `SELECT SUM(r2.value) AS value FROM (SELECT r1._1 AS value FROM (${orders}) AS r1) AS r2`,
    "SELECT SUM(r0.cents::int8) AS value FROM orders AS r0",
  ],
  [
    "a query without relations goes",
    `SELECT r2.x FROM (${orders}) AS r1, LATERAL (SELECT (r1._0 + 1::int8) AS x) AS r2`,
    "SELECT (r0.id::int8 + 1::int8) AS x FROM orders AS r0",
  ],
  [
    "an order by what is the same for all rows goes",
    "SELECT r1.a FROM (SELECT t.a, FALSE AS b FROM t AS t) AS r1 ORDER BY r1.b",
    "SELECT t.a FROM t AS t",
  ],
  [
    "a query that only renames goes",
    "SELECT r1.n AS count FROM (SELECT COUNT(*) AS n, SUM(t.a) AS s FROM t AS t) AS r1",
    "SELECT COUNT(*) AS count FROM t AS t",
  ],
  [
    "a query that adds a constant goes",
    "SELECT r1.n, 3::int8 AS c FROM (SELECT COUNT(*) AS n FROM t AS t) AS r1",
    "SELECT COUNT(*) AS n, 3::int8 AS c FROM t AS t",
  ],
  [
    "a query that sorts groups goes",
    "SELECT r1.n FROM (SELECT COUNT(*) AS n, t.a AS k FROM t AS t GROUP BY t.a) AS r1 ORDER BY r1.k",
    "SELECT COUNT(*) AS n FROM t AS t GROUP BY t.a ORDER BY t.a",
  ],
  [
    "a query that reads sorted rows goes",
    "SELECT r1.n FROM (SELECT t.a AS n FROM t AS t ORDER BY t.b) AS r1",
    "SELECT t.a AS n FROM t AS t ORDER BY t.b",
  ],
  [
    "a query that sorts again goes",
    "SELECT r1.n FROM (SELECT t.a AS n FROM t AS t ORDER BY t.b) AS r1 ORDER BY r1.n",
    "SELECT t.a AS n FROM t AS t ORDER BY t.a",
  ],
  ...["LIMIT 3", "OFFSET 3"].map((end): [string, string, string] => [
    `a query that sorts as before goes, also after ${end}`,
    `SELECT r1.n FROM (SELECT t.a AS n FROM t AS t ORDER BY t.a ${end}) AS r1 ORDER BY r1.n`,
    `SELECT t.a AS n FROM t AS t ORDER BY t.a ${end}`,
  ]),
])("%s", (_, sql, expected) => {
  expect(applied(sql, mergeSelects)).toBe(expected);
});

test("what is read twice is computed twice if it has at most eight parts", () => {
  const twice = (computed: string): string =>
    `SELECT r1.x, r1.x AS y FROM (SELECT ${computed} AS x FROM t AS t) AS r1`;
  const eight = "(- (((t.a + t.b) + t.c) + t.d))";
  expect(applied(twice(eight), mergeSelects)).toBe(
    `SELECT ${eight} AS x, ${eight} AS y FROM t AS t`,
  );
  const nine = `(- ${eight})`;
  expect(applied(twice(nine), mergeSelects)).toBe(twice(nine));
});

test("a predicate on a column of a table stands beside another one", () => {
  const sql =
    "SELECT r1._0 FROM (SELECT t.a AS _0 FROM t AS t WHERE (t.b = 1::int8)) AS r1 WHERE (r1._0 = 2::int8)";
  expect(applied(sql, mergeSelects)).toBe(
    "SELECT t.a AS _0 FROM t AS t WHERE (t.b = 1::int8) AND (t.a = 2::int8)",
  );
});

describe("a query stays", () => {
  test.each([
    [
      "with a LIMIT under a computation",
      "SELECT (1::int8 / r1.a) AS x FROM (SELECT t.a FROM t AS t LIMIT 3) AS r1",
    ],
    [
      "with groups under a predicate",
      "SELECT r1.n FROM (SELECT COUNT(*) AS n FROM t AS t GROUP BY t.a) AS r1 WHERE (r1.n > 1::int8)",
    ],
    [
      "with a window under a predicate",
      "SELECT r1.a FROM (SELECT t.a, RANK() OVER (ORDER BY t.a) AS n FROM t AS t) AS r1 WHERE (r1.n > 1::int8)",
    ],
    [
      "with much to compute that is read twice",
      "SELECT (r1.x + r1.x) AS y FROM (SELECT (((t.a * t.a) + (t.b * t.b)) / ((t.c * t.c) + 1::int8)) AS x FROM t AS t) AS r1",
    ],
    [
      "whose column an outer query would aggregate then",
      "SELECT (SELECT SUM(r2.x) AS value FROM (SELECT 1::int4 AS one FROM u AS u) AS r1, LATERAL (SELECT t.a AS x) AS r2) AS s FROM t AS t",
      // The relation without columns of its own may go; the aggregate keeps its query.
      "SELECT (SELECT SUM(r2.x) AS value FROM u AS u, LATERAL (SELECT t.a AS x) AS r2) AS s FROM t AS t",
    ],
    [
      "whose column from outside would move into a window",
      "SELECT r4.n FROM t AS t, LATERAL (SELECT (ROW_NUMBER() OVER (ORDER BY r2.x)-1)::int8 AS n, r2.y FROM (SELECT t.a AS x, u.b AS y FROM u AS u) AS r2) AS r4",
    ],
    ...["LIMIT 3", "OFFSET 3"].flatMap((end): [string, string][] => [
      [
        `with ${end}, before another order`,
        `SELECT r1.n FROM (SELECT t.a AS n FROM t AS t ORDER BY t.b ${end}) AS r1 ORDER BY r1.n`,
      ],
      [
        `with ${end}, before the same column of another relation`,
        `SELECT r1.n FROM (SELECT t.a AS n FROM t AS t, u AS u ORDER BY u.a ${end}) AS r1 ORDER BY r1.n`,
      ],
      [
        `with ${end}, before an order by one more key`,
        `SELECT r1.n FROM (SELECT t.a AS n, t.b AS m FROM t AS t ORDER BY t.a ${end}) AS r1 ORDER BY r1.n, r1.m`,
      ],
      [
        `with ${end}, before an order of what has none`,
        `SELECT r1.n FROM (SELECT t.a AS n FROM t AS t ${end}) AS r1 ORDER BY r1.n`,
      ],
    ]),
    [
      "that is sorted by a result, which would have another name",
      "SELECT r1.n AS m FROM (SELECT (t.a + 1) AS n FROM t AS t ORDER BY n) AS r1",
    ],
    ["whose columns a list names", "SELECT r1.n FROM (SELECT COUNT(*) AS a FROM t AS t) AS r1(n)"],
    [
      "beside a WITH",
      "WITH w AS (SELECT 1 AS one) SELECT r1.n FROM (SELECT COUNT(*) AS n FROM t AS t) AS r1",
    ],
    [
      "beside another relation",
      "SELECT r1.n FROM (SELECT COUNT(*) AS n FROM t AS t) AS r1, u AS u",
    ],
    ["whose rows are counted", "SELECT COUNT(r1.*) AS n FROM (SELECT t.a AS x FROM t AS t) AS r1"],
    [
      "whose rows an inner SELECT counts",
      "SELECT (SELECT COUNT(r1.*) AS value FROM u AS u) AS n FROM (SELECT t.a AS x FROM t AS t) AS r1",
    ],
    [
      "that counts under constants",
      "SELECT 1::int4 AS x FROM (SELECT COUNT(*) AS n FROM t AS t) AS r1",
    ],
  ])("%s", (_, sql, expected = sql) => {
    expect(applied(sql, mergeSelects)).toBe(expected);
  });
});

describe("a predicate that may fail stays after the filter that guards it", () => {
  const filtered = `SELECT r1._0, r1._1 FROM (${orders}) AS r1 WHERE (NOT (r1._1 = 0::int8))`;

  test.each([
    ["a division", "(1::int8 < (10::int8 / r2._1))"],
    ["a cast", "(r2._1::int2 = 3::int2)"],
    ["a sum, which may be too large", "((r2._1 + 9223372036854775807::int8) > 3::int8)"],
  ])("%s", (_, predicate) => {
    const sql = `SELECT r2._1 FROM (${filtered}) AS r2 WHERE ${predicate}`;
    const result = applied(sql, mergeSelects);
    expect(result).toContain("OFFSET 0");
    expect(result).toContain(`WHERE ${predicate}`);
  });

  test.each([
    [
      "a column that a list names",
      "(SELECT (1::int8 / t.y) AS a, t.x AS b FROM t AS t) AS r1(b, a) WHERE (r1.a = 3::int8)",
    ],
    [
      "a column of a query that reads itself",
      "(WITH RECURSIVE w AS (SELECT t.x AS b, t.y AS a FROM t AS t UNION ALL SELECT w2.a AS b, w2.b AS a FROM w AS w2) SELECT w3.b, w3.a FROM w AS w3) AS r1 WHERE (r1.a = 3::int8)",
    ],
  ])("%s", (_, from) => {
    const sql = `SELECT r2.b FROM (SELECT r1.b FROM ${from}) AS r2 WHERE (r2.b = 1::int8)`;
    expect(applied(sql, mergeSelects)).toContain("OFFSET 0");
  });

  test("and what cannot fail does not need to", () => {
    const sql = `SELECT r2._1 FROM (${filtered}) AS r2 WHERE (r2._1 < $1::int8)`;
    expect(applied(sql, mergeSelects)).not.toContain("OFFSET");
  });
});
