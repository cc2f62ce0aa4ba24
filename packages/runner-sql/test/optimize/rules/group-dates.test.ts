import { expect, test } from "vitest";
import { groupDates } from "../../../src/optimize/rules/group-dates.ts";
import { applied } from "../apply.ts";

const day = "(r0.day::date - '1970-01-01'::date)::int4";
const grouped = (key: string): string =>
  `SELECT ${day} AS _0, COUNT(*) AS _1 FROM orders AS r0 GROUP BY ${key}`;

test("the number of a day is grouped by its date, beside other keys", () => {
  expect(applied(grouped(day), groupDates)).toBe(grouped("r0.day::date"));
  expect(applied(grouped(`r0.id, ${day}`), groupDates)).toBe(grouped("r0.id, r0.day::date"));
});

test.each([
  "r0.day",
  "(r0.day::date - '1970-01-02'::date)::int4",
  "(r0.day::date - '1970-01-01'::date)::int2",
  "(r0.day::date + '1970-01-01'::date)::int4",
  "(r0.day::int4 - '1970-01-01'::date)::int4",
  "((r0.day::date - r0.first::date)::int4)",
])("a key of another form stays: %s", (key) => {
  expect(applied(grouped(key), groupDates)).toBe(grouped(key));
});
