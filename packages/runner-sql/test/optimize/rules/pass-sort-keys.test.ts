import { expect, test } from "vitest";
import { passSortKeys } from "../../../src/optimize/rules/pass-sort-keys.ts";
import { pruneColumns } from "../../../src/optimize/rules/prune-columns.ts";
import { applied, input, scan } from "../apply.ts";

const numbered = `SELECT (ROW_NUMBER() OVER (ORDER BY (- r1._0), r1.index) - 1)::int8 AS index, r1._0 FROM (${input}) AS r1`;
const keyed = `SELECT r1._0, (- r1._0) AS key, r1.index AS key_2 FROM (${input}) AS r1`;

test("a sort by a number is a sort by its keys", () => {
  const sql = `SELECT r2._0 FROM (${numbered}) AS r2 ORDER BY r2.index`;
  const expected = `SELECT r2._0 FROM (${keyed}) AS r2 ORDER BY r2.key, r2.key_2`;
  expect(applied(sql, passSortKeys, pruneColumns)).toBe(expected);
});

test("keys pass through queries that pass the number on", () => {
  const sql = `SELECT r3.value FROM (SELECT r2.index AS index, r2._0 AS value FROM (${numbered}) AS r2) AS r3 ORDER BY r3.index`;
  const expected = `SELECT r3.value FROM (SELECT r2._0 AS value, r2.key, r2.key_2 FROM (${keyed}) AS r2) AS r3 ORDER BY r3.key, r3.key_2`;
  expect(applied(sql, passSortKeys, pruneColumns)).toBe(expected);
});

test("aggregates and windows sort by keys too", () => {
  const sql = `SELECT JSONB_AGG(r2._0 ORDER BY r2.index) AS value FROM (${numbered}) AS r2`;
  const expected = `SELECT JSONB_AGG(r2._0 ORDER BY r2.key, r2.key_2) AS value FROM (${keyed}) AS r2`;
  expect(applied(sql, passSortKeys, pruneColumns)).toBe(expected);
});

test.each([
  ["a number that is read", `SELECT r2.index FROM (${numbered}) AS r2 ORDER BY r2.index`],
  [
    "a number that two sorts use",
    `SELECT JSONB_AGG(r2._0 ORDER BY r2.index) AS a, JSONB_AGG((- r2._0) ORDER BY r2.index) AS b FROM (${numbered}) AS r2`,
  ],
])("%s stays", (_, sql) => {
  expect(applied(sql, passSortKeys)).toBe(sql);
});

test.each([
  [
    "of a table",
    `SELECT r1._0 FROM (${scan}) AS r1 ORDER BY r1.index`,
    `SELECT r1._0 FROM (${scan}) AS r1`,
  ],
  [
    "of a table, after another key",
    `SELECT r1._0 FROM (${scan}) AS r1 ORDER BY (- r1._1), r1.index`,
    `SELECT r1._0 FROM (${scan}) AS r1 ORDER BY (- r1._1)`,
  ],
  [
    "of groups",
    "SELECT r1._0 FROM (SELECT (ROW_NUMBER() OVER () - 1)::int8 AS index, r0.a AS _0 FROM t AS r0 GROUP BY r0.a) AS r1 ORDER BY r1.index",
    "SELECT r1._0 FROM (SELECT (ROW_NUMBER() OVER () - 1)::int8 AS index, r0.a AS _0 FROM t AS r0 GROUP BY r0.a) AS r1",
  ],
  [
    "of first rows, whose order a second sort only keeps",
    `SELECT r2._0 FROM (SELECT r1.index, r1._0 FROM (${scan}) AS r1 ORDER BY r1._1, r1.index LIMIT 3) AS r2 ORDER BY r2.index`,
    `SELECT r2._0 FROM (SELECT r1.index, r1._0 FROM (${scan}) AS r1 ORDER BY r1._1 LIMIT 3) AS r2`,
  ],
])("a number %s is no key", (_, sql, expected) => {
  expect(applied(sql, passSortKeys)).toBe(expected);
});

test.each([
  ["an array that came as input", `SELECT r1._0 FROM (${input}) AS r1 ORDER BY r1.index`],
  ["what a program reads", `SELECT r1.index, r1._0 FROM (${scan}) AS r1 ORDER BY r1.index`],
  ["what a program compares", `SELECT r1._0 FROM (${scan}) AS r1 WHERE (r1.index < 3::int8)`],
  [
    "what two sorts must agree in",
    `SELECT JSONB_AGG(r1._0 ORDER BY r1.index) AS a, JSONB_AGG(r1._1 ORDER BY r1.index) AS b FROM (${scan}) AS r1`,
  ],
  [
    "what two readers of one array must agree in",
    `WITH r9 AS (${scan}) SELECT (SELECT JSONB_AGG(r1._0 ORDER BY r1.index) AS value FROM r9 AS r1) AS a, (SELECT JSONB_AGG(r2._1 ORDER BY r2.index) AS value FROM r9 AS r2) AS b`,
  ],
  [
    "what keeps rows of one item together",
    `SELECT r2.x FROM (${scan}) AS r1, LATERAL (SELECT t.x FROM t AS t) AS r2 ORDER BY r1.index`,
  ],
  ["a key before another one", `SELECT r1._0 FROM (${scan}) AS r1 ORDER BY r1.index, r1._1`],
  [
    "a rank, in which equal keys count",
    `SELECT RANK() OVER (ORDER BY r1.index) AS x FROM (${scan}) AS r1`,
  ],
  ["a number that GROUP BY has", `SELECT r1.index FROM (${scan}) AS r1 GROUP BY r1.index`],
  [
    "a number in an arm of UNION ALL",
    `SELECT r3._0 FROM (SELECT r1.index, r1._0 FROM (${scan}) AS r1 UNION ALL SELECT r2.index, r2._0 FROM (${scan}) AS r2) AS r3 ORDER BY r3.index`,
  ],
])("%s keeps its number", (_, sql) => {
  // Names of relations are unique in the printed statement, and were not here.
  expect(applied(sql, passSortKeys)).toBe(sql);
});
