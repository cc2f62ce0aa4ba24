import { expect, test } from "vitest";
import { countRows } from "../../../src/optimize/rules/count-rows.ts";
import { applied, scan } from "../apply.ts";

test.each(["r1.*", "(r1._0 IS NULL)"])("COUNT(%s) counts rows", (counted) => {
  const sql = `SELECT COUNT(${counted}) AS value FROM (${scan}) AS r1`;
  expect(applied(sql, countRows)).toBe(`SELECT COUNT(*) AS value FROM (${scan}) AS r1`);
});

test.each([
  ["a value, which may be NULL", `SELECT COUNT(r1._0) AS value FROM (${scan}) AS r1`],
  [
    "what is computed, which may be NULL",
    `SELECT COUNT((r1._0 + 1)) AS value FROM (${scan}) AS r1`,
  ],
  ["an aggregate of another kind", `SELECT BOOL_OR((r1._0 IS NULL)) AS value FROM (${scan}) AS r1`],
  [
    "a row of an outer query, which the outer one counts",
    `SELECT (SELECT COUNT(r1.*) AS value FROM (SELECT 1::int4 AS x) AS r2) AS value FROM (${scan}) AS r1`,
  ],
])("%s stays", (_, sql) => {
  expect(applied(sql, countRows)).toBe(sql);
});
