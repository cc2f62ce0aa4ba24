import { expect, test } from "vitest";
import { floatError, guardFloats, portableStrings } from "../src/setting-guards.ts";

test.each([
  "update t set v = 1.0::float8",
  "update t set v = 1 from (values (1.0::float8)) as x(v)",
  "delete from t where v in (select 1.0::float8)",
  "insert into t values (1.0::float8)",
  "insert into t select 1.0::float8 returning v",
  "insert into t select 1.0::float8 on conflict do nothing",
  "select v from t for update",
  "select v from t offset 1 row",
  "select v from t offset 2 rows",
  "merge into t using u on true when matched then delete",
])("a guard of floats leaves alone: %s", (sql) => {
  expect(guardFloats(sql)).toBe(sql);
});

const guard = "(SELECT CASE WHEN";

test.each([
  ["select 1.0", "select 1.0\nOFFSET <guard>"],
  ["SELECT 1.0 LIMIT 2", "SELECT 1.0 LIMIT 2\nOFFSET <guard>"],
  ["values (1.0)", "values (1.0)\nOFFSET <guard>"],
  ["insert into t select 1.0", "insert into t select 1.0\nOFFSET <guard>"],
  [
    "with x as (delete from t) select 1.0 from x",
    "with x as (delete from t) select 1.0 from x\nOFFSET <guard>",
  ],
  [
    "select v from (select v for update) offset 1",
    "select v from (select v for update) offset <guard> + 1",
  ],
  ["select v from (select v offset 2)", "select v from (select v offset 2)\nOFFSET <guard>"],
])("a guard of floats goes into %s", (sql, expected) => {
  const guarded = guardFloats(sql);
  const start = guarded.indexOf(guard);
  const end = guarded.indexOf(" END)", start) + " END)".length;
  expect(`${guarded.slice(0, start)}<guard>${guarded.slice(end)}`).toBe(expected);
});

const rounding = 'invalid input syntax for type bigint: "lutra: extra_float_digits is -15"';

test("the error of a guard that failed says what to set", () => {
  const error = { code: "22P02", message: rounding };
  expect(floatError(error)).toMatchObject({
    code: "EXECUTION_ERROR",
    message: expect.stringMatching(/^extra_float_digits is -15 in this session/) as string,
    cause: error,
  });
});

test.each([
  { code: "22P03", message: rounding },
  { code: "22P02" },
  { code: "22P02", message: 'invalid input syntax for type bigint: "x"' },
])("%j is not of a guard of floats", (error) => {
  expect(floatError(error)).toBeUndefined();
});

test.each([
  [
    String.raw`select 'a\b', "a\b", E'a\b', $$a\b$$, U&'\0061'`,
    String.raw`select  E'a\\b', "a\b", E'a\b', $$a\b$$, U&'\0061'`,
  ],
  ["select 'ab'", "select 'ab'"],
])("portable strings: %s", (sql, expected) => {
  expect(portableStrings(sql)).toBe(expected);
});
