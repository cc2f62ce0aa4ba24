import { describe, expect, test } from "vitest";
import { parseStatement } from "../../../src/optimize/parse/parse.ts";
import { countRows } from "../../../src/optimize/rules/count-rows.ts";
import { groupFlatMaps } from "../../../src/optimize/rules/group-flat-maps.ts";
import { keepGroups } from "../../../src/optimize/rules/keep-groups.ts";
import { mergeSelects } from "../../../src/optimize/rules/merge-selects.ts";
import { pruneColumns } from "../../../src/optimize/rules/prune-columns.ts";
import { optimizeSql, postgresRules } from "../../../src/index.ts";
import { applied } from "../apply.ts";

const rows =
  "SELECT (ROW_NUMBER() OVER () - 1)::int8 AS index, t.id::int8 AS _0, t.k::int8 AS _1, t.n::int8 AS _2 FROM t AS t";

/** Returns the items of a row, as the compiler writes `flat_map`. */
const items = (predicate = "(u.id = r1._2)"): string =>
  `SELECT r3.value AS index, r4._0, r4._1 FROM LATERAL (SELECT u.id AS _0, u.n AS _1 FROM u AS u WHERE ${predicate}) AS r2, LATERAL (SELECT r1.index AS value) AS r3, LATERAL (SELECT r2._0, r2._1) AS r4`;

const grouped = (columns: string, ...parts: readonly string[]): string =>
  `SELECT r1._1 AS k, ${columns} FROM (${rows}) AS r1${parts.map((part, i) => `, LATERAL (${part}) AS p${i}`).join("")} GROUP BY r1._1`;

const repaired = (sql: string): string => applied(sql, countRows, pruneColumns, mergeSelects);

describe("flat_map of a group's rows", () => {
  test("is counted for each row, and summed", () => {
    expect(repaired(grouped("COUNT(p0.*) AS c, COUNT(r1.*) AS d", items()))).toBe(
      "SELECT t.k::int8 AS k, SUM(found.found_0)::int8 AS c, COUNT(*) AS d FROM t AS t, LATERAL (SELECT COUNT(*) AS found_0 FROM u AS u WHERE (u.id = t.n::int8)) AS found GROUP BY t.k::int8",
    );
  });

  test.each([
    ["SUM(p0._1)", "SUM(found.found_0)", "SUM(u.n)"],
    ["MAX(p0._1)", "MAX(found.found_0)", "MAX(u.n)"],
    ["MIN((- p0._1))", "MIN(found.found_0)", "MIN((- u.n))"],
    ["BOOL_AND((p0._1 = 3))", "BOOL_AND(found.found_0)", "BOOL_AND((u.n = 3))"],
    ["COALESCE(SUM(p0._1), 0)::int8", "COALESCE(SUM(found.found_0), 0)::int8", "SUM(u.n)"],
  ])("%s is %s of what rows have, %s", (aggregate, expected, ofRow) => {
    const { sql, rules } = optimizeSql(grouped(`${aggregate} AS c`, items()), postgresRules);
    expect(rules).toContain("group-flat-maps");
    expect(sql).toContain(`${expected} AS c`);
    expect(sql).toContain(`LATERAL (SELECT ${ofRow} AS found_0 FROM u AS u`);
  });

  test("stands beside other items, and beside filters of the rows", () => {
    const filter = "SELECT r1._2 AS _0 WHERE (0 < r1._0)";
    const columns = "COUNT(p0.*) AS c, MAX(p1._0) AS d, COUNT(p2.*) AS e";
    const { sql, rules } = optimizeSql(
      grouped(columns, items(), items("(u.id < r1._0)"), filter),
      postgresRules,
    );
    expect(rules).toEqual(expect.arrayContaining([groupFlatMaps.name, keepGroups.name]));
    expect(sql.match(/LATERAL/g)).toHaveLength(2);
    expect(sql).toContain("COUNT(*) FILTER (WHERE (0 < t.id::int8)) AS e");
  });

  test.each([
    ["makes a list", grouped("JSONB_AGG(p0._1 ORDER BY p0.index) AS c", items())],
    ["takes an item as it is", grouped("p0._1 AS c", items())],
    ["takes an item in a query", grouped("(SELECT COUNT(p0._1) AS value) AS c", items())],
    ["compares items with rows", grouped("SUM((p0._1 + r1._2)) AS c", items())],
    ["filters the items later", grouped("COUNT(p1._0) AS c", items(), "SELECT p0._1 AS _0")],
    [
      "takes the first items",
      grouped(
        "COUNT(p0.*) AS c",
        `SELECT q.index, q._1 FROM (${items()}) AS q WHERE (q.index < 3)`,
      ),
    ],
    [
      "mentions no more than the key",
      grouped("COUNT(p0.*) AS c", "SELECT u.n AS _1 FROM u AS u WHERE (u.id = r1._1)"),
    ],
    [
      "is of all rows",
      grouped("COUNT(p0.*) AS c", items()).replace(/r1\._1 AS k, | GROUP BY.*/g, ""),
    ],
    [
      "reads items that are compared with the rows, but no table",
      grouped(
        "COUNT(p0.*) AS c",
        "SELECT j.value AS _1 FROM jsonb_array_elements($1::jsonb) AS j WHERE (j.value = r1._2)",
      ),
    ],
    [
      "reads no table",
      grouped(
        "COUNT(p0.*) AS c",
        "SELECT j.value AS _1 FROM jsonb_array_elements(r1._2::jsonb) AS j",
      ),
    ],
    ["is a row of its own", grouped("COUNT(p0.*) AS c", `${items()} LIMIT 1`)],
    [
      "is about filtered rows",
      grouped("COUNT(p0.*) AS c", items()).replace("GROUP BY", "WHERE (r1._0 = 3) GROUP BY"),
    ],
    ["is about ordered groups", `${grouped("COUNT(p0.*) AS c", items())} ORDER BY r1._1`],
    ["is about groups by a computed key", `${grouped("COUNT(p0.*) AS c", items())} + 1`],
    ["is about groups by a key of the items", `${grouped("COUNT(p0.*) AS c", items())}, p0._0`],
    [
      "is about rows whose columns a list names",
      grouped("COUNT(p0.*) AS c", items()).replace(") AS r1,", ") AS r1(index, _0, _1, _2),"),
    ],
    [
      "is about rows of a table",
      grouped("COUNT(p0.*) AS c", items()).replace(`(${rows}) AS r1`, "t AS r1"),
    ],
    [
      "has columns that a list names",
      grouped("COUNT(p0.*) AS c", items()).replace(" AS p0", " AS p0(index, _0, _1)"),
    ],
    ["orders what it aggregates", grouped("SUM(p0._1 ORDER BY p0._1) AS c", items())],
  ])("stays if it %s", (_, sql) => {
    parseStatement(sql);
    expect(optimizeSql(sql, postgresRules).rules).not.toContain("group-flat-maps");
  });
});
