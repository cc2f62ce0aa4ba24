import { expect, test } from "vitest";
import { keepFirstRows } from "../../../src/optimize/rules/keep-first-rows.ts";
import { applied } from "../apply.ts";

const first = "SELECT a.id AS _0 FROM a AS a ORDER BY a.id LIMIT 2";
const joined = (from: string): string => `SELECT r1._0, b.k FROM ${from} WHERE (b.k = r1._0)`;

test.each([
  ["first rows", `(${first}) AS r1, b AS b`, "r1 AS r1_2, b AS b"],
  [
    "first rows within a query",
    `(SELECT r2._0 FROM (${first}) AS r2 WHERE (r2._0 = 3)) AS r1, b AS b`,
    "(SELECT r2_2._0 FROM r2 AS r2_2 WHERE (r2_2._0 = 3)) AS r1, b AS b",
  ],
  [
    "first rows of a query",
    `(${first.replace("a AS a", "(SELECT c.id FROM c AS c) AS a")}) AS r1, b AS b`,
    "r1 AS r1_2, b AS b",
  ],
])("%s are computed before a join", (_, from, expected) => {
  const result = applied(joined(from), keepFirstRows);
  expect(result).toMatch(
    /^WITH r[12] AS MATERIALIZED \(SELECT a\.id AS _0 FROM (?:a|\(SELECT c\.id FROM c AS c\)) AS a ORDER BY a\.id LIMIT 2\) /,
  );
  expect(result).toContain(`FROM ${expected} WHERE`);
});

test.each([
  ["are not joined", `SELECT r1._0 FROM (${first}) AS r1`],
  [
    "are joined with one row",
    `SELECT r1._0, r2.n FROM (${first}) AS r1, (SELECT COUNT(*) AS n FROM b AS b) AS r2`,
  ],
  [
    "are those of each other row",
    joined(
      "b AS b, LATERAL (SELECT a.id AS _0 FROM a AS a WHERE (a.k = b.k) ORDER BY a.id LIMIT 2) AS r1",
    ),
  ],
  ["have no order", joined(`(${first.replace(" ORDER BY a.id", "")}) AS r1, b AS b`)],
  ["are all rows", joined(`(${first.replace(" LIMIT 2", "")}) AS r1, b AS b`)],
  [
    "are of a query of each other row",
    joined(
      `b AS b, LATERAL (${first.replace("a AS a", "(SELECT c.id FROM c AS c WHERE (c.k = b.k)) AS a")}) AS r1`,
    ),
  ],
  [
    "are of several queries",
    joined(
      `(${first.replace("a AS a", "(SELECT c.id FROM c AS c UNION ALL SELECT d.id FROM d AS d) AS a")}) AS r1, b AS b`,
    ),
  ],
  [
    "are of a WITH that is known only there",
    "SELECT r1._0, b.k FROM (WITH r0 AS (SELECT a.id AS _0 FROM a AS a) " +
      "SELECT r2._0 FROM (SELECT r3._0 FROM r0 AS r3 ORDER BY r3._0 LIMIT 2) AS r2) AS r1, b AS b",
  ],
  [
    "are of a function",
    joined(
      `(SELECT j.value::text AS _0 FROM jsonb_array_elements($1::jsonb) AS j ORDER BY j.value::text LIMIT 2) AS r1, b AS b`,
    ),
  ],
])("first rows that %s stay", (_, sql) => {
  expect(applied(sql, keepFirstRows)).toBe(sql);
});
