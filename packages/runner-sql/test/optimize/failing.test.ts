import { expect, test } from "vitest";
import { Failing } from "../../src/optimize/failing.ts";
import { parseStatement } from "../../src/optimize/parse/parse.ts";

const from =
  "t AS r0, (SELECT r1.a AS plain, (1::int8 / r1.a) AS computed FROM t AS r1) AS r2, " +
  "(SELECT r3.a AS first, r3.a AS second FROM t AS r3 UNION ALL SELECT r4.a, (1::int8 / r4.a) FROM t AS r4) AS r5";

/** Tells whether an expression about the tables of `from` may fail. */
function mayFail(expression: string): boolean {
  const statement = parseStatement(`SELECT ${expression} AS value FROM ${from}`);
  if (!("query" in statement) || statement.query.kind !== "select") throw new Error("no SELECT");
  return new Failing(new Set(), (each) => each).of(statement.query.items[0]!.expression);
}

test.each([
  "r0.a",
  "1::int8",
  "$1::int8",
  "(- 1::int8)",
  "(- 1)",
  "(r0.a = (- 1::int8))",
  "COALESCE(r0.a, 1::int8)",
  "r2.plain",
  "r5.first",
])("%s never fails", (expression) => {
  expect(mayFail(expression)).toBe(false);
});

test.each([
  "(r0.a + 1::int8)",
  "(- r0.a)",
  "(- r0.a::int8)",
  "(- (1::int8 / r0.a)::int8)",
  "(- (- 1::int8))",
  "(- (1::int8 + 1::int8))",
  "(- COALESCE(1::int8, 2::int8))",
  "r0.a::int4",
  "COALESCE(r0.a, (1::int8 / r0.a))",
  "r2.computed",
  "r5.second",
  "(SELECT COUNT(*) AS value FROM t AS r9)",
])("%s may fail", (expression) => {
  expect(mayFail(expression)).toBe(true);
});
