import { expect, test } from "vitest";
import { optimizeSql, postgresRules } from "../../../src/index.ts";
import { applied } from "../apply.ts";

const rows =
  "SELECT (ROW_NUMBER() OVER () - 1)::int8 AS index, t.k::int8 AS _0, t.n::int8 AS _1 FROM t AS t";
const numbered = (keys: string, from: string): string =>
  `SELECT (ROW_NUMBER() OVER (ORDER BY ${keys}) - 1)::int8 AS index, q._1 FROM (${from}) AS q`;
const one = "SELECT r1.index, r1._0, r1._1";
const filter = `${one} WHERE (3::int8 < r1._1)`;
const slice = (from: string): string =>
  `SELECT s.index, s._1 FROM (${from}) AS s WHERE (s.index < 2::int8)`;

/** Returns a `group_map` with something of the rows of each group, as the compiler writes it. */
const grouped = (items: string, ...parts: readonly string[]): string => {
  const laterals = parts.map((part, i) => `, LATERAL (${part}) AS p${i}`);
  return `SELECT r1._0, ${items} FROM (${rows}) AS r1${laterals.join("")} GROUP BY r1._0`;
};

test.each([
  [
    "count",
    grouped("COUNT(p0.*) AS _1", filter),
    "COUNT(*) FILTER (WHERE (3::int8 < r1._1)) AS _1",
  ],
  [
    "aggregate beside one of all rows",
    grouped("COALESCE(SUM(p0._1), 0)::int8 AS _1, COUNT(r1.*) AS _2", filter),
    "COALESCE(SUM(r1._1) FILTER (WHERE (3::int8 < r1._1)), 0)::int8 AS _1, COUNT(r1.*) AS _2",
  ],
  [
    "array, in its order",
    grouped("JSONB_AGG(p0._1 ORDER BY p0.index) AS _1", numbered("q._1, q.index", filter)),
    "JSONB_AGG(r1._1 ORDER BY r1._1, r1.index) FILTER (WHERE (3::int8 < r1._1)) AS _1",
  ],
  [
    "text, in the order that the compiler leaves out",
    grouped("STRING_AGG(p0._1, ',') AS _1", filter),
    "STRING_AGG(r1._1, ',' ORDER BY r1.index) FILTER (WHERE (3::int8 < r1._1)) AS _1",
  ],
])("a filter is that of the %s", (_, sql, expected) => {
  expect(applied(sql)).toBe(`SELECT r1._0, ${expected} FROM (${rows}) AS r1 GROUP BY r1._0`);
});

test("two filters are each of their own aggregate", () => {
  const sql = grouped(
    "COUNT(p0.*) AS _1, MAX(p1._1) AS _2",
    filter,
    `${one} WHERE (r1._1 < 0::int8)`,
  );
  expect(applied(sql)).toContain(
    "COUNT(*) FILTER (WHERE (3::int8 < r1._1)) AS _1, MAX(r1._1) FILTER (WHERE (r1._1 < 0::int8)) AS _2 FROM",
  );
});

test("a slice compares the number of a row in its group", () => {
  const sql = grouped("SUM(p0._1) AS _1", slice(numbered("q._1, q.index", one)));
  const numbers =
    "(ROW_NUMBER() OVER (PARTITION BY r1_2._0 ORDER BY r1_2._1, r1_2.index) - 1)::int8 AS number";
  expect(applied(sql)).toBe(
    `SELECT r1._0, SUM(r1._1) FILTER (WHERE (r1.number < 2::int8)) AS _1 FROM (SELECT r1_2.index, r1_2._0, r1_2._1, ${numbers} FROM (${rows}) AS r1_2) AS r1 GROUP BY r1._0`,
  );
});

test("and among the rows that the filters before it leave", () => {
  const sql = grouped("SUM(p0._1) AS _1", slice(numbered("q.index", filter)));
  expect(applied(sql)).toContain("PARTITION BY r1_2._0, (3::int8 < r1_2._1) ORDER BY r1_2.index");
});

test("without a sort, rows have the order of the array that is grouped", () => {
  const sql = grouped("SUM(p0._1) AS _1", `${one} WHERE (r1.index < 2::int8)`);
  expect(applied(sql)).toContain("PARTITION BY r1_2._0 ORDER BY r1_2.index");
});

test("a slice of a slice numbers the rows that are left", () => {
  const inner = slice(numbered("q._1", one));
  const sql = grouped("SUM(p0._1) AS _1", slice(numbered("q.index", inner)));
  const result = applied(sql);
  expect(result).toMatch(/PARTITION BY r1_\d\._0 ORDER BY r1_\d\._1\)/);
  expect(result).toMatch(
    /PARTITION BY r1_\d\._0, \(r1_\d\.number < 2::int8\) ORDER BY r1_\d\._1\)/,
  );
  expect(result).toContain("FILTER (WHERE ((r1.number < 2::int8) AND (r1.number_2 < 2::int8)))");
});

test("the row with a number is the greatest of one, and missing in groups that are smaller", () => {
  const third = `SELECT s.index, s._1, (s._1 + 1::int8) AS more FROM (${numbered("r1._1", one)}) AS s WHERE (s.index = 2::int8)`;
  expect(applied(grouped("p0._1", third))).toContain(
    "SELECT r1._0, MAX(r1._1) FILTER (WHERE (r1.number = 2::int8)) AS _1 FROM",
  );
  expect(applied(grouped("p0.more", third))).toContain(
    "MAX((CASE WHEN (r1.number = 2::int8) THEN (r1._1 + 1::int8) END)) FILTER (WHERE (r1.number = 2::int8)) AS more",
  );
});

test("a value of a row that passes several queries is found", () => {
  const named = rows
    .replace("t.n::int8 AS _1", "q.n AS _1")
    .replace("t AS t", "(SELECT t.k, t.n::int8 AS n FROM t AS t) AS q")
    .replace("t.k", "q.k");
  const third = `SELECT s.index, s._1 FROM (${numbered("r1._1", one)}) AS s WHERE (s.index = 2::int8)`;
  expect(applied(grouped("p0._1", third).replace(rows, named))).toContain("MAX(r1._1) FILTER");
});

test("a column that DuckDB reads without a cast has a greatest value", () => {
  const bare = rows.replace("t.n::int8 AS _1", "t.n AS _1");
  const third = `SELECT s.index, s._1 FROM (${numbered("r1._1", one)}) AS s WHERE (s.index = 2::int8)`;
  expect(applied(grouped("p0._1", third).replace(rows, bare))).toContain("MAX(r1._1) FILTER");
  const ofRows = bare.replace("t AS t", "jsonb_array_elements($1::jsonb) AS t(k, n)");
  const sql = grouped("p0._1", third).replace(rows, ofRows);
  expect(applied(sql)).toBe(sql);
});

test("a row that is taken as it is, and never read, is an error of the database as before", () => {
  const sql = `SELECT COUNT(r2.*) AS value FROM (${grouped("p0._1 AS _1", filter)}) AS r2`;
  expect(optimizeSql(sql, postgresRules)).toEqual({ sql, rules: [], leavesOutNone: false });
});

test("what may fail is computed where the filters before it hold", () => {
  const guard = `${one} WHERE (NOT (r1._1 = 0::int8))`;
  const divided = `SELECT q.index, (12::int8 / q._1) AS value FROM (${guard}) AS q WHERE (1::int8 < (12::int8 / q._1))`;
  const both =
    "(CASE WHEN (NOT (r1._1 = 0::int8)) THEN (1::int8 < (12::int8 / r1._1)) ELSE FALSE END)";
  expect(applied(grouped("SUM(p0.value) AS _1", divided))).toContain(
    `SUM((CASE WHEN ${both} THEN (12::int8 / r1._1) END)) FILTER (WHERE ${both}) AS _1`,
  );
});

test.each([
  ["that leaves no row out", grouped("COUNT(p0.*) AS _1", one)],
  ["of which a row is taken as it is", grouped("p0._1", filter)],
  [
    "in which another table is read",
    grouped("COUNT(p0.*) AS _1", `${filter} AND ((SELECT COUNT(*) AS value FROM u AS u) = r1._1)`),
  ],
  ["of which a number takes several rows", grouped("p0._1", slice(numbered("r1._1", one)))],
  [
    "of which a row is taken that has a type without a greatest value",
    grouped(
      "p0.value",
      `SELECT s.index, s._1::jsonb AS value FROM (${numbered("r1._1", one)}) AS s WHERE (s.index = 2::int8)`,
    ),
  ],
  [
    "of filtered rows",
    grouped("COUNT(p0.*) AS _1", filter).replace("GROUP", "WHERE (r1._1 = 3) GROUP"),
  ],
  ["of which the groups are sorted", `${grouped("COUNT(p0.*) AS _1", filter)} ORDER BY r1._0`],
  ...[" GROUP BY r1.index, r1._0, r1._1", " ORDER BY r1.index", " LIMIT 1", " OFFSET 1"].map(
    (clause): [string, string] => [`with${clause}`, grouped("COUNT(p0.*) AS _1", filter + clause)],
  ),
  ["with a WITH", grouped("COUNT(p0.*) AS _1", `WITH x AS (SELECT 1 AS one) ${filter}`)],
  [
    "with two relations",
    grouped(
      "COUNT(p0.*) AS _1",
      filter.replace("WHERE", "FROM (SELECT 1 AS one) AS q, (SELECT 2 AS two) AS s WHERE"),
    ),
  ],
  [
    "with columns that a list names",
    grouped("COUNT(p0.*) AS _1", filter).replace(" AS p0", " AS p0(index, _0, _1)"),
  ],
  [
    "with a column without a name",
    grouped("COUNT(p0.*) AS _1", filter.replace("r1._1 W", "r1._1, 3 W")),
  ],
  ["of one row that two filters leave", grouped("SUM((p0._1 + p1._1)) AS _1", filter, filter)],
])("a query %s stays", (_, sql) => {
  expect(applied(sql)).toBe(sql);
});
