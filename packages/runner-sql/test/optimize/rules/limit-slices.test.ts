import { describe, expect, test } from "vitest";
import { limitSlices } from "../../../src/optimize/rules/limit-slices.ts";
import { applied, input, scan } from "../apply.ts";

const sliced = (where: string): string =>
  `SELECT r1.index, r1._0 FROM (${scan}) AS r1 WHERE ${where}`;

describe("a comparison with a number is a LIMIT", () => {
  test.each([
    ["(r1.index = 0::int8)", "LIMIT 1"],
    ["(r1.index = 1::int8)", "LIMIT 1 OFFSET 1"],
    ["(r1.index = 4::int8)", "LIMIT 1 OFFSET 4"],
    ["(r1.index = (- 1)::int8)", "LIMIT 0"],
    [
      "(r1.index = $1::int8)",
      "LIMIT (CASE WHEN (0 <= $1::int8) THEN 1 ELSE 0 END) OFFSET GREATEST($1::int8, 0)",
    ],
    ["((0::int8 <= r1.index) AND (r1.index < 3::int8))", "LIMIT 3"],
    ["((1::int8 <= r1.index) AND (r1.index < 5::int8))", "LIMIT 4 OFFSET 1"],
    ["((2::int8 <= r1.index) AND (r1.index < 5::int8))", "LIMIT 3 OFFSET 2"],
    ["((5::int8 <= r1.index) AND (r1.index < 2::int8))", "LIMIT 0 OFFSET 5"],
    ["(((- 3)::int8 <= r1.index) AND (r1.index < 2::int8))", "LIMIT 2"],
    ["((0::int8 <= r1.index) AND (r1.index < $1::int8))", "LIMIT GREATEST($1::int8, 0)"],
    [
      "(($1::int8 <= r1.index) AND (r1.index < $2::int8))",
      "LIMIT GREATEST((GREATEST($2::int8, 0) - (CASE WHEN ($1::int8 < 0) THEN 0 ELSE $1::int8 END)), 0) OFFSET GREATEST($1::int8, 0)",
    ],
    ["(2::int8 < r1.index)", "OFFSET 3"],
  ])("%s", (where, expected) => {
    const query = `SELECT r1.index, r1._0 FROM (${scan}) AS r1 ORDER BY r1.index ${expected}`;
    const outer = (inner: string): string => `SELECT r2._0 FROM (${inner}) AS r2 ORDER BY r2.index`;
    expect(applied(outer(sliced(where)), limitSlices)).toBe(outer(query));
  });
});

test("of a relation that only passes the number on, too", () => {
  const passed = `SELECT r9.index, r9._0 FROM (${scan}) AS r9`;
  const outer = (inner: string): string => `SELECT r2._0 FROM (${inner}) AS r2 ORDER BY r2.index`;
  const query = `SELECT r1.index, r1._0 FROM (${passed}) AS r1`;
  expect(applied(outer(`${query} WHERE (r1.index < 3::int8)`), limitSlices)).toBe(
    outer(`${query} ORDER BY r1.index LIMIT 3`),
  );
});

describe("a comparison stays", () => {
  const from = (query: string, where: string): string =>
    `SELECT r2._0 FROM (SELECT r1.index, r1._0 FROM (${query}) AS r1 WHERE ${where}) AS r2 ORDER BY r2.index`;
  test.each([
    [
      "with a number that is read",
      `SELECT r2.index FROM (${sliced("(r1.index < 3::int8)")}) AS r2`,
    ],
    ["beside another predicate", from(scan, "(r1.index < 3::int8) AND (r1._0 = 1::int8)")],
    ["beside a negation", from(scan, "(r1.index < 3::int8) AND (NOT r1._0)")],
    ["beside a column", from(scan, "(r1.index < 3::int8) AND r1._0")],
    ["beside another end", from(scan, "(r1.index < 3::int8) AND (r1.index < 5::int8)")],
    ["beside the only number", from(scan, "(r1.index = 3::int8) AND (r1.index < 5::int8)")],
    ["with a value", from(scan, "(r1._1 < 3::int8)")],
    ["with a column before it", from(scan, "(r1._0 <= r1.index)")],
    ["with a placeholder before it that is left out", from(scan, "($1::int8 < r1.index)")],
    ...[
      "GROUP BY r1.index, r1._0",
      "LIMIT 2",
      "OFFSET 2",
      "ORDER BY r1._0",
      "ORDER BY r1.index, r1._0",
    ].map((clause): [string, string] => [
      `before ${clause}`,
      from(scan, `(r1.index < 3::int8) ${clause}`),
    ]),
    ["after a WITH", `WITH w AS (SELECT 1 AS one) ${sliced("(r1.index < 3::int8)")}`],
    [
      "beside another relation",
      from(scan, "(r1.index < 3::int8)").replace(") AS r1 ", ") AS r1, u AS u "),
    ],
    [
      "beside a number of the rows that are left",
      from(scan, "(r1.index < 3::int8)").replace("r1._0 FROM", "ROW_NUMBER() OVER () AS _0 FROM"),
    ],
    ["with a placeholder of another type", from(scan, "(r1.index < $1::int4)")],
    ["with a string that is cast", from(scan, "(r1.index < '3'::int8)")],
    ["with another column", from(scan, "(r1.index < r1._0)")],
    ["with a lower bound that is no literal alone", from(scan, "($1::int8 <= r1.index)")],
    [
      "with a value of a subquery, which may be NULL",
      from(scan, "(r1.index < (SELECT 3::int8 AS value))"),
    ],
    [
      "with numbers that are not dense",
      from("SELECT r0.id AS index, r0.x AS _0 FROM t AS r0", "(r1.index < 3::int8)"),
    ],
    [
      "with numbers of rows that a filter took out afterwards",
      from(
        `SELECT r9.index, r9._0 FROM (${scan}) AS r9 WHERE (r9._0 = 1::int8)`,
        "(r1.index < 3::int8)",
      ),
    ],
    [
      "with numbers of groups of rows",
      from(
        `SELECT r9.index, COUNT(r9.*) AS _0 FROM (${scan}) AS r9 GROUP BY r9.index`,
        "(r1.index < 3::int8)",
      ),
    ],
    ...[
      ["from 1 on", "ROW_NUMBER() OVER () - 2"],
      ["less than nothing", "ROW_NUMBER() OVER () + 1"],
      ["of equal rows", "RANK() OVER (ORDER BY r0.id) - 1"],
    ].map(([title, number]): [string, string] => [
      `with numbers ${title}`,
      from(`SELECT (${number})::int8 AS index, r0.x AS _0 FROM t AS r0`, "(r1.index < 3::int8)"),
    ]),
    [
      "in an array that came as input, whose number is there anyway",
      from(input, "(r1.index < 3::int8)"),
    ],
    [
      "where something is computed for each row",
      `SELECT r2.x FROM (SELECT r1.index, (1::int8 / r1._0) AS x FROM (${scan}) AS r1 WHERE (r1.index < 3::int8)) AS r2 ORDER BY r2.index`,
    ],
  ])("%s", (_, sql) => {
    expect(applied(sql, limitSlices)).toBe(sql);
  });
});
