import { expect, test } from "vitest";
import { passSortKeys } from "../../../src/optimize/rules/pass-sort-keys.ts";
import { pruneColumns } from "../../../src/optimize/rules/prune-columns.ts";
import { applied, input } from "../apply.ts";

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
