import { describe, expect, test } from "vitest";
import { optimizeSql } from "../../../src/index.ts";
import { applied } from "../apply.ts";

const rows =
  "SELECT (ROW_NUMBER() OVER () - 1)::int8 AS index, t.k::int8 AS _0, t.n::int8 AS _1 FROM t AS t";
const lookup = "SELECT u.a, u.b FROM u AS u WHERE (u.a = r1._0)";

/** Returns a `group_map` with something that is looked up for each group, as the compiler writes it. */
const grouped = (items: string, ...parts: readonly string[]): string => {
  const laterals = parts.map((part, i) => `, LATERAL (${part}) AS p${i}`);
  return `SELECT r1._0, ${items} FROM (${rows}) AS r1${laterals.join("")} GROUP BY r1._0`;
};

const groups = (items: string): string =>
  `(SELECT r1._0 AS key_0${items} FROM (${rows}) AS r1 GROUP BY r1._0) AS groups`;
const found = (items: string): string =>
  `LATERAL (SELECT ${items} FROM LATERAL (SELECT u.a, u.b FROM u AS u WHERE (u.a = groups.key_0)) AS p0) AS found`;

describe("what is looked up for each group", () => {
  test("is aggregated for each group, and not for each row of it", () => {
    expect(applied(grouped("COALESCE(SUM(p0.b), 0)::int8 AS _1, COUNT(r1.*) AS _2", lookup))).toBe(
      "SELECT groups.key_0 AS _0, COALESCE(found.value_0, 0)::int8 AS _1, groups.value_1 AS _2 " +
        `FROM ${groups(", COUNT(r1.*) AS value_1")}, ${found("SUM(p0.b) AS value_0")}`,
    );
  });

  test("is read once for several aggregates", () => {
    expect(applied(grouped("COUNT(p0.*) AS _1, MAX(p0.b) AS _2", lookup))).toBe(
      "SELECT groups.key_0 AS _0, found.value_0 AS _1, found.value_1 AS _2 " +
        `FROM ${groups("")}, ${found("COUNT(p0.*) AS value_0, MAX(p0.b) AS value_1")}`,
    );
  });

  test("is not read if no aggregate is about it", () => {
    const counted = "COUNT(p0.*) AS _1";
    expect(applied(grouped(counted, lookup, lookup))).toBe(applied(grouped(counted, lookup)));
  });

  test("is aggregated if it comes from a WITH", () => {
    const sql = grouped("COUNT(p0.*) AS _1", lookup.replace("u AS u", "w AS u"));
    expect(
      applied(`WITH w AS (SELECT u.a, u.b FROM u AS u) SELECT g._1 FROM (${sql}) AS g`),
    ).toContain("found.value_0 AS _1 FROM");
  });

  test("is aggregated beside a query of one row about the group", () => {
    const count = "(SELECT COUNT(r1.*) AS value FROM (SELECT 1 AS one) AS o) AS _2";
    expect(applied(grouped(`COUNT(p0.*) AS _1, ${count}`, lookup))).toContain(
      "found.value_0 AS _1, groups.value_1 AS _2 FROM",
    );
  });

  test("is aggregated where groups are numbered, too", () => {
    const number = "(ROW_NUMBER() OVER (ORDER BY r1._0) - 1)::int8 AS index";
    expect(applied(grouped(`${number}, COUNT(p0.*) AS _1`, lookup))).toBe(
      "SELECT groups.key_0 AS _0, (ROW_NUMBER() OVER (ORDER BY groups.key_0) - 1)::int8 AS index, found.value_0 AS _1 " +
        `FROM ${groups("")}, ${found("COUNT(p0.*) AS value_0")}`,
    );
  });

  test("is read for each group beside what becomes of its rows, and beside another lookup", () => {
    const filter = "SELECT r1.index, r1._0, r1._1 WHERE (3::int8 < r1._1)";
    const items =
      "COUNT(p0.*) AS _1, COUNT(p1.*) AS _2, (SELECT COUNT(r1.*) AS value) AS _3, COUNT(p2.*) AS _4";
    const result = applied(grouped(items, lookup, filter, "SELECT v.a FROM v AS v"));
    expect(result).toContain(
      "SELECT groups.key_0 AS _0, found.value_0 AS _1, groups.value_1 AS _2, groups.value_2 AS _3, found_2.value_0 AS _4 FROM ",
    );
    expect(result).toContain("COUNT(*) FILTER (WHERE (3::int8 < r1._1)) AS value_1");
  });
});

test.each([
  [
    "for each row of a group, in a query of its own",
    grouped(
      "COUNT(p0.*) AS _1",
      "SELECT q.value AS index, u.a FROM u AS u, LATERAL (SELECT r1._0 AS value) AS q",
    ),
  ],
  ...[" ORDER BY r1._0", " LIMIT 3", " OFFSET 1"].map((clause): [string, string] => [
    `in a query with${clause}`,
    `${grouped("COUNT(p0.*) AS _1", lookup)}${clause}`,
  ]),
  ["in a query with WITH", `WITH x AS (SELECT 1 AS one) ${grouped("COUNT(p0.*) AS _1", lookup)}`],
  [
    "in a query with a predicate",
    grouped("COUNT(p0.*) AS _1", lookup).replace(" GROUP", " WHERE (r1._1 = 3::int8) GROUP"),
  ],
  ["by a key that is computed", `${grouped("COUNT(p0.*) AS _1", lookup)} + 1`],
  [
    "in a table itself",
    grouped("COUNT(p0.*) AS _1", lookup).replace(/LATERAL \(.*\) AS p0/, "u AS p0"),
  ],
  [
    "and does not depend on what is before it",
    grouped("COUNT(p0.*) AS _1", "SELECT v.a FROM v AS v").replace("LATERAL (", "("),
  ],
  [
    "and has other names of columns",
    grouped("COUNT(p0.*) AS _1", lookup).replace(" AS p0", " AS p0(c, d)"),
  ],
  ["by a key of its own", `${grouped("COUNT(p0.*) AS _1", lookup)}, p0.a`],
  ["for all rows", grouped("COUNT(p0.*) AS _1", lookup).replace(/r1\._0, | GROUP BY.*/g, "")],
  [
    "in an array",
    grouped(
      "COUNT(p0.*) AS _1",
      "SELECT j.value AS a FROM jsonb_array_elements($1::jsonb) AS j WHERE (j.value = r1._0)",
    ),
  ],
  [
    "beside the items of an array in each row",
    grouped(
      "COUNT(p0.*) AS _1",
      "SELECT u.a FROM u AS u, jsonb_array_elements(r1._1::jsonb) AS j WHERE (u.a = r1._0)",
    ),
  ],
  ["beside a count of all combinations", grouped("COUNT(p0.*) AS _1, COUNT(*) AS _2", lookup)],
  ["and aggregated with a query", grouped("SUM((p0.b + (SELECT 1 AS one))) AS _1", lookup)],
  ...[
    "SELECT COUNT(r1.*) AS value WHERE (1 = 1)",
    "SELECT COUNT(r1.*) AS value GROUP BY r1._0",
    "SELECT COUNT(r1.*) AS value LIMIT 1",
    "SELECT COUNT(r1.*) AS value OFFSET 1",
    "SELECT COUNT(r1.*) AS value FROM u AS u",
    "SELECT COUNT(r1.*) AS value FROM (SELECT u.a FROM u AS u) AS u",
    "WITH x AS (SELECT 1 AS one) SELECT COUNT(r1.*) AS value",
    "SELECT COUNT(r1.*) AS value UNION ALL SELECT 1 AS value",
  ].map((query): [string, string] => [
    `beside the query ${query}`,
    grouped(`COUNT(p0.*) AS _1, (${query}) AS _2`, lookup),
  ]),
  ["and taken as it is", grouped("p0.b AS _1", lookup)],
  ["and aggregated together with the rows", grouped("SUM((p0.b + r1._1)) AS _1", lookup)],
  ["beside a value of a row", grouped("COUNT(p0.*) AS _1, r1._1 AS _2", lookup)],
])("what is looked up %s stays", (_, sql) => {
  expect(applied(sql)).toBe(sql);
});

test.each([
  [
    "by more than the key",
    grouped("COUNT(p0.*) AS _1", "SELECT u.a FROM u AS u WHERE (u.a = r1._1)"),
  ],
  [
    "by the key, with the position of the row",
    grouped(
      "COUNT(p0.*) AS _1",
      "SELECT q.value AS index, u.a FROM u AS u, LATERAL (SELECT r1.index AS value) AS q WHERE (u.a = r1._0)",
    ),
  ],
])("what is looked up for each row, %s, is flat_map's", (_, sql) => {
  expect(optimizeSql(sql, []).rules).toEqual(["group-flat-maps"]);
});
