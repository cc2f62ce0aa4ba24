import { expect, test } from "vitest";
import { areForeign, sessionUse } from "../../src/session/session-use.ts";

test.each<[sql: string, functions: readonly string[]]>([
  ["SELECT f(x) FROM t", ["f"]],
  ['SELECT a.g(1), F (2), "Odd"(3)', ["g", "f", "Odd"]],
  // Names with parentheses that are those of columns, tables and types.
  ["INSERT INTO t (a) SELECT f(1)", ["f"]],
  ["SELECT 1 FROM f(1) AS r (a)", ["f"]],
  ["SELECT lower(a), count(*) FROM t WHERE a IN (1)", []],
])("the functions of %s that may be someone's own", (sql, functions) => {
  expect(sessionUse(sql)).toEqual({ isIsolated: false, functions });
});

test.each([
  "SELECT set_config('a', 'b', true)",
  "SELECT (set_config('a', 'b', true))",
  "SELECT ((pg_catalog.set_config('a', lower((SELECT 'b')), true)), 1)",
  "SELECT lower(set_config('a', 'b', true)), upper('c')",
])("%s sets something for its transaction only", (sql) => {
  expect(() => sessionUse(sql)).not.toThrow();
});

test.each([
  "SELECT set_config('a', 'b', false)",
  "SELECT set_config('a', 'b', not true)",
  "SELECT set_config('a', 'b', (true))",
  "SELECT set_config('a', lower('b', true), false)",
  "SELECT set_config('a', 'b'",
  "SELECT (set_config('a', 'b', false), true)",
])("%s may set something for the session", (sql) => {
  expect(() => sessionUse(sql)).toThrow("set_config is refused");
});

test.each([
  "SELECT 1 INTO t",
  "SELECT query_to_xml('SELECT 1', true, true, '')",
  "COPY t FROM '/rows'",
  "CREATE TABLE t (a int4)",
  "CALL p()",
  "CREATE FUNCTION f() RETURNS int4 BEGIN ATOMIC SELECT 1; SELECT 2; END",
])("%s is isolated", (sql) => {
  expect(sessionUse(sql).isIsolated).toBe(true);
});

test.each(["SELECT 1", "SELECT 1;", "SELECT stdin, stdout FROM t", "(TABLE t)"])(
  "%s is not isolated",
  (sql) => {
    expect(sessionUse(sql)).toEqual({ isIsolated: false, functions: [] });
  },
);

test.each([
  ["SELECT 1; SELECT 2", /several statements/],
  ["SELECT 1; COMMIT", /several statements/],
  [";", /no statement/],
  ["SELECT '\u0000'", /U\+0000/],
  ["COPY t FROM STDIN", /copy/i],
  ["COPY t TO STDOUT", /copy/i],
  ["SELECT setseed(0.5)", /setseed is refused/],
  ["BEGIN", /begin/i],
])("%j is refused", (sql, message) => {
  const matching = expect.stringMatching(message) as string;
  expect(() => sessionUse(sql)).toThrow(
    expect.objectContaining({ code: "PREPARE_ERROR", message: matching }),
  );
});

test.each([
  [[], false],
  [[["false"]], false],
  [[["true"]], true],
  // Only an answer that says so makes functions the server's own.
  [[[null]], true],
])("rows %j of the query of functions: some are foreign: %s", (rows, expected) => {
  expect(areForeign(rows)).toBe(expected);
});
