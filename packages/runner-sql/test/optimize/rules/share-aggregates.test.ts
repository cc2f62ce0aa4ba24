import { describe, expect, test } from "vitest";
import { shareAggregates } from "../../../src/optimize/rules/share-aggregates.ts";
import { applied } from "../apply.ts";

const rows = "WITH r0 AS (SELECT t.n AS _0 FROM t AS t WHERE (t.n > 1::int8))";
const count = "(SELECT COUNT(*) AS value FROM r0 AS r1)";
const sum = "(SELECT COALESCE(SUM(r2._0), 0)::int8 AS value FROM r0 AS r2)";

describe("aggregates of one WITH are computed together", () => {
  test("in the place of the WITH if nothing else reads it", () => {
    expect(applied(`${rows} SELECT ${count} AS _0, ${sum} AS _1`, shareAggregates)).toBe(
      "SELECT r0._0, r0._1 FROM (SELECT COUNT(*) AS _0, COALESCE(SUM(r0_2._0), 0)::int8 AS _1 FROM " +
        "(SELECT t.n AS _0 FROM t AS t WHERE (t.n > 1::int8)) AS r0_2) AS r0",
    );
  });

  test("of whole rows too", () => {
    const rowCount = count.replace("*", "r1.*");
    expect(applied(`${rows} SELECT ${rowCount} AS _0, ${sum} AS _1`, shareAggregates)).toContain(
      "SELECT COUNT(r0_2.*) AS _0, COALESCE(SUM(r0_2._0), 0)::int8 AS _1 FROM",
    );
  });

  test("beside another reader", () => {
    const list =
      "(SELECT LIST(r3._0 ORDER BY r3._0) AS value FROM (SELECT r0._0 FROM r0 AS r0) AS r3)";
    const sql = applied(
      `${rows} SELECT ${count} AS _0, ${list} AS _1, ${sum} AS _2`,
      shareAggregates,
    );
    expect(sql.match(/COUNT\(\*\) AS _0, COALESCE\(SUM/g)).toHaveLength(1);
    expect(sql).toContain("WITH r0 AS (");
  });
});

describe("aggregates stay apart", () => {
  test.each([
    ["if there is one", `SELECT ${count} AS _0`],
    [
      "in a CASE, which may need one of them",
      `SELECT (CASE WHEN ($1::int8 = 1) THEN ${count} ELSE ${sum} END) AS _0`,
    ],
    [
      "of different rows",
      `SELECT ${count} AS _0, ${sum.replace("r0 AS r2", "r0 AS r2 WHERE (r2._0 > 3::int8)")} AS _1`,
    ],
    [
      "if they are computed for each row of something",
      `SELECT ${count} AS _0, ${sum} AS _1 FROM t AS t`,
    ],
    ["beside a condition", `SELECT ${count} AS _0, ${sum} AS _1 WHERE ($1::int8 = 1)`],
    ["where a limit may leave them out", `SELECT ${count} AS _0, ${sum} AS _1 LIMIT $1::int8`],
    ["where an offset may leave them out", `SELECT ${count} AS _0, ${sum} AS _1 OFFSET $1::int8`],
    [
      "beside an aggregate of the same SELECT",
      `SELECT ${count} AS _0, ${sum} AS _1, COUNT(*) AS _2`,
    ],
    ...[
      ["of several relations", "SELECT COUNT(*) AS value FROM r0 AS r1, t AS t"],
      ["of renamed columns", "SELECT COUNT(*) AS value FROM r0 AS r1(a)"],
      ["with a limit", "SELECT COUNT(*) AS value FROM r0 AS r1 LIMIT 0"],
      ["with an offset", "SELECT COUNT(*) AS value FROM r0 AS r1 OFFSET 1"],
      ["with an order", "SELECT COUNT(*) AS value FROM r0 AS r1 ORDER BY COUNT(*)"],
      ["with a WITH", "WITH r4 AS (SELECT 1 AS _0) SELECT COUNT(*) AS value FROM r0 AS r1"],
      ["over a window", "SELECT AVG(COUNT(*)) OVER () AS value FROM r0 AS r1"],
      ["of a subquery", "SELECT SUM((SELECT 1 AS value)) AS value FROM r0 AS r1"],
      ["that are no aggregates", "SELECT r1._0 AS value FROM r0 AS r1"],
    ].map(([name, query]) => [name, `SELECT (${query}) AS _0, ${sum} AS _1`]),
    [
      "of groups",
      `SELECT ${count} AS _0, (SELECT SUM(r2._0) AS value FROM r0 AS r2 GROUP BY r2._0) AS _1`,
    ],
  ])("%s", (_, select) => {
    expect(applied(`${rows} ${select}`, shareAggregates)).toBe(`${rows} ${select}`);
  });
});
