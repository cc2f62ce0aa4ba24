import { expect, test } from "vitest";
import { pruneColumns } from "../../../src/optimize/rules/prune-columns.ts";
import { applied, scan } from "../apply.ts";

test.each([
  [
    "what nobody reads",
    `SELECT r1._0 FROM (${scan}) AS r1`,
    "SELECT r1._0 FROM (SELECT r0.id::int8 AS _0 FROM orders AS r0) AS r1",
  ],
  [
    "all but one column",
    `SELECT COUNT(*) AS value FROM (${scan}) AS r1`,
    "SELECT COUNT(*) AS value FROM (SELECT 1::int4 AS value FROM orders AS r0) AS r1",
  ],
  [
    "in a WITH",
    `WITH r9 AS (${scan}) SELECT r1._0 FROM r9 AS r1`,
    "WITH r9 AS (SELECT r0.id::int8 AS _0 FROM orders AS r0) SELECT r1._0 FROM r9 AS r1",
  ],
  [
    "in all arms of UNION ALL",
    "SELECT r1.a FROM (SELECT 1::int4 AS a, 2::int4 AS b UNION ALL SELECT 3::int4 AS a, 4::int4 AS b) AS r1",
    "SELECT r1.a FROM (SELECT 1::int4 AS a UNION ALL SELECT 3::int4 AS a) AS r1",
  ],
  [
    "but for one aggregate, which makes one row",
    "SELECT 1::int4 AS value FROM (SELECT SUM(r0.x) AS a, MAX(r0.y) AS b FROM (SELECT t.x, t.y FROM t AS t) AS r0) AS r1",
    "SELECT 1::int4 AS value FROM (SELECT COUNT(*) AS value FROM (SELECT 1::int4 AS value FROM t AS t) AS r0) AS r1",
  ],
  [
    "the only aggregate, but for one with another name,",
    "SELECT r1.value, r1.value_2 FROM (SELECT 1::int4 AS value, 2::int4 AS value_2, SUM(t.x) AS a FROM t AS t) AS r1",
    "SELECT r1.value, r1.value_2 FROM (SELECT 1::int4 AS value, 2::int4 AS value_2, COUNT(*) AS value_3 FROM t AS t) AS r1",
  ],
  [
    "the only column, of a relation without it,",
    "SELECT r1.x FROM (SELECT t.x, t.y FROM t AS t) AS r1, LATERAL (SELECT r1.y AS value) AS r2",
    "SELECT r1.x FROM (SELECT t.x FROM t AS t) AS r1, LATERAL (SELECT 1::int4 AS value) AS r2",
  ],
])("%s is left out", (_, sql, expected) => {
  expect(applied(sql, pruneColumns)).toBe(expected);
});

test.each([
  ["what the statement returns", scan],
  [
    "what a recursive query reads of itself",
    "WITH RECURSIVE r1 AS (SELECT 0::int8 AS index, 1::int8 AS value UNION ALL SELECT (r2.index + 1::int8) AS index, r2.value FROM r1 AS r2 WHERE (r2.index < 3::int8)) SELECT r3.value FROM r1 AS r3",
  ],
  [
    "an arm with an aggregate",
    "SELECT r1.a FROM (SELECT 1::int4 AS a, 2::int8 AS b UNION ALL SELECT 3::int4 AS a, COUNT(*) AS b FROM t AS t) AS r1",
  ],
  ["what a row of VALUES has", "SELECT t.a FROM (VALUES (1::int4, 2::int4)) AS t (a, b)"],
])("%s stays", (_, sql) => {
  expect(applied(sql, pruneColumns)).toBe(sql);
});
