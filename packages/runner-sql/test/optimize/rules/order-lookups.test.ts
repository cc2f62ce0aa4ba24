import { expect, test } from "vitest";
import { limitSlices } from "../../../src/optimize/rules/limit-slices.ts";
import { orderLookups } from "../../../src/optimize/rules/order-lookups.ts";
import { pruneColumns } from "../../../src/optimize/rules/prune-columns.ts";
import { applied } from "../apply.ts";

const scanOf = (columns: string): string =>
  `SELECT (ROW_NUMBER() OVER () - 1)::int8 AS index, ${columns} FROM customers AS r0`;
const read = "r0.id::int4 AS _0, r0.name::text AS _1";
const twice = (
  scan: string,
  first = "ORDER BY r1.index LIMIT 1",
  second = "ORDER BY r2.index LIMIT 1",
): string =>
  `WITH r9 AS (${scan}) SELECT (SELECT r1._0 FROM r9 AS r1 ${first}) AS a, (SELECT r2._1 FROM r9 AS r2 ${second}) AS b`;

test("two lookups in one table agree in an order by what is read of it", () => {
  const keys = 'r0.id::int4 AS key, r0.name::text COLLATE "C" AS key_2';
  const scan = `SELECT ${read}, ${keys} FROM customers AS r0`;
  const sorted = (relation: string): string =>
    `ORDER BY ${relation}.key, ${relation}.key_2 LIMIT 1`;
  const result = applied(twice(scanOf(read)), limitSlices, orderLookups, pruneColumns);
  expect(result).toBe(twice(scan, sorted("r1"), sorted("r2")));
});

test.each(["r0.a::int2", "r0.a::int8", "r0.a::bool", "(r0.a::date - '1970-01-01'::date)"])(
  "the order may be by %s",
  (column) => {
    const sql = twice(scanOf(`${column} AS _0, r0.name::text AS _1`));
    expect(applied(sql, orderLookups)).toContain(`${column} AS key, r0.name::text COLLATE "C"`);
  },
);

test.each([
  ...["(r0.a::date - 1::int4)", "(r0.a::int4 - '1970-01-01'::date)", "r0.a::date"].map(
    (column): [string, string] => [column, twice(scanOf(`${column} AS _0, r0.n::int4 AS _1`))],
  ),
  [
    "a column of floats, whose zeros have signs",
    twice(scanOf("r0.id::int4 AS _0, r0.x::float8 AS _1")),
  ],
  ["a column of an unknown type", twice(scanOf("r0.id AS _0, r0.name AS _1"))],
  ["a sort of all rows", twice(scanOf(read), "ORDER BY r1.index", "ORDER BY r2.index")],
  [
    "an only lookup",
    `WITH r9 AS (${scanOf(read)}) SELECT (SELECT r1._0 FROM r9 AS r1 ORDER BY r1.index LIMIT 1) AS a`,
  ],
  ["a sorted table", twice(scanOf(read).replace("OVER ()", "OVER (ORDER BY r0.id)"))],
  ["a table of groups", twice(`${scanOf(read)} GROUP BY r0.id, r0.name`)],
  [
    "an array that came as input",
    twice(
      scanOf(read).replace("customers AS r0", "jsonb_array_elements($1::jsonb) AS r0(id, name)"),
    ),
  ],
  ["a number that is read", twice(scanOf(read), "WHERE (r1.index = 3::int8)")],
])("%s keeps the number", (_, sql) => {
  expect(applied(sql, orderLookups)).toBe(sql);
});
