import { describe, expect, test } from "vitest";
import { duckDbRules, optimizeSql } from "../../../src/index.ts";

/** Returns a program that gives what it finds, as the compiler writes it for DuckDB. */
function findOf(
  option = 'union_value("some" := struct_pack(id := r8._1_0, "the name" := lower_case))',
  rest = "",
): string {
  const tuple = option.replace("lower_case", "('x' || r8._1_1)");
  return (
    `SELECT CASE r8._t::int2 WHEN 0 THEN union_value("none" := NULL)::UNION("none" BOOL, "some" STRUCT(id INT8, "the name" TEXT)) WHEN 1 THEN ${tuple} END AS value ` +
    "FROM (SELECT r7._t, r7._1_0, r7._1_1, r7._1_2 FROM (SELECT r0.value AS _t, r6._0 AS _1_0, r6._1 AS _1_1, r6._2 AS _1_2 FROM (SELECT 1::INT2 AS value) AS r0, " +
    "(SELECT r4._0, r4._1, r4._2 FROM (SELECT (ROW_NUMBER() OVER (ORDER BY r3.index) - 1)::int8 AS index, r3._0, r3._1, r3._2 FROM " +
    "(SELECT (ROW_NUMBER() OVER () - 1)::int8 AS index, r1.id AS _0, r1.name AS _1, r1.city AS _2 FROM customers AS r1) AS r3 WHERE (r3._0 = $1::INT8)) AS r4 WHERE (r4.index = 0::INT8)) AS r6 " +
    `UNION ALL SELECT 0::INT2 AS _t, NULL::INT8 AS _1_0, NULL::TEXT AS _1_1, NULL::TEXT AS _1_2) AS r7 ORDER BY (- r7._t) LIMIT 1) AS r8${rest}`
  );
}

const optimized = (sql: string): ReturnType<typeof optimizeSql> =>
  optimizeSql(sql, duckDbRules, { mayLeaveOutNone: true });

describe("a program that gives what it finds", () => {
  test("gives a row of columns", () => {
    expect(optimized(findOf())).toMatchObject({
      sql:
        `SELECT r8._1_0 AS id, ('x' || r8._1_1) AS "the name" FROM ` +
        "(SELECT r1.id AS _1_0, r1.name AS _1_1 FROM customers AS r1 WHERE (r1.id = $1::INT8) LIMIT 1) AS r8",
      leavesOutNone: true,
    });
  });

  test("reads the table at once where the columns are its own", () => {
    const { sql } = optimized(findOf('union_value("some" := struct_pack(id := r8._1_0))'));
    expect(sql).toBe("SELECT r1.id FROM customers AS r1 WHERE (r1.id = $1::INT8) LIMIT 1");
  });

  test("gives an option to callers who do not ask for rows", () => {
    const { sql, rules, leavesOutNone } = optimizeSql(findOf(), duckDbRules);
    expect(sql).toContain("union_value");
    expect(rules).not.toContain("leave-out-none");
    expect(leavesOutNone).toBe(false);
  });

  test.each([
    ["is no tuple", findOf('union_value("some" := r8._1_1)')],
    [
      "has no columns of the find",
      findOf('union_value("some" := struct_pack(id := (SELECT 1::INT8 AS value)))'),
    ],
    ["is chosen by another column", findOf().replace("r8._t::int2", "r8._1_0::int2")],
    ["has other tags", findOf().replace("WHEN 1 THEN", "WHEN 2 THEN")],
    ["is not all", findOf().replace(" AS value ", " AS value, 1::INT8 AS n ")],
    ["is one of several rows", findOf(undefined, ", (VALUES (1), (2)) AS t (n)")],
    ["is filtered", findOf(undefined, " WHERE (r8._t = 1::INT2)")],
    ["is limited", findOf(undefined, " LIMIT 1")],
    ["is one of two results", `${findOf()} UNION ALL ${findOf()}`],
    ["is not the result", `SELECT COUNT(*) AS value FROM (${findOf()}) AS r9`],
  ])("stays if it %s", (_, sql) => {
    const { rules, leavesOutNone } = optimized(sql);
    expect(rules).not.toEqual([]);
    expect(rules).not.toContain("leave-out-none");
    expect(leavesOutNone).toBe(false);
  });
});
