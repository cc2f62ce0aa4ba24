import { describe, expect, test } from "vitest";
import { Failing } from "../../src/optimize/failing.ts";
import { freeName, type Lookup, lookupOf } from "../../src/optimize/lookup.ts";
import { parseOptimized } from "../../src/optimize/parse/parse.ts";
import { readsOf } from "../../src/optimize/reads.ts";
import type { Select } from "../../src/optimize/tree.ts";

/** Returns the lookup that is the second relation of a SELECT, if it is one. */
function lookupIn(relation: string): Lookup | undefined {
  const statement = parseOptimized(`SELECT r0.a, r1.b FROM orders AS r0${relation}`);
  if (!("query" in statement)) throw new Error("no query");
  const [, second] = (statement.query as Select).from;
  const failing = new Failing(readsOf(statement), (expression) => expression);
  return lookupOf(second!, failing, ({ kind }) => kind === "column");
}

const first = (rest: string): string =>
  ` LEFT JOIN LATERAL (SELECT c.name AS b FROM ${rest}) AS r1 ON TRUE`;

test.each(["c.id = r0.a", "r0.a = c.id"])("the first row with %s is a lookup", (key) => {
  const found = lookupIn(first(`customers AS c WHERE (${key}) AND (c.org = 1::int8) LIMIT 1`));
  expect(found).toMatchObject({
    table: "customers",
    keys: [[{ name: "id" }, { name: "a" }]],
    own: [{ kind: "operation" }],
  });
});

const keyed = "customers AS c WHERE (c.id = r0.a)";
const one = first(`${keyed} LIMIT 1`);
const value = (sql: string): string => one.replace("c.name AS b", sql);

describe("no lookup is", () => {
  test.each([
    ["what leaves rows out", one.replace(" LEFT JOIN", ",").replace(" ON TRUE", "")],
    ["a relation whose columns are renamed", one.replace("AS r1", "AS r1(b)")],
    ["a function", " LEFT JOIN LATERAL jsonb_array_elements(r0.a) AS r1 ON TRUE"],
    ["a union", one.replace("LIMIT 1", "UNION ALL SELECT r0.a AS b")],
    [
      "a row of a query",
      first("(SELECT d.id, d.name FROM d AS d) AS c WHERE (c.id = r0.a) LIMIT 1"),
    ],
    ["a row of a table whose columns are renamed", one.replace("AS c", "AS c(id, name)")],
    ["a row of two tables", first("customers AS c, d AS d WHERE (c.id = r0.a) LIMIT 1")],
    ["all rows", first(keyed)],
    ["two rows", first(`${keyed} LIMIT 2`)],
    ["as many rows as a parameter says", first(`${keyed} LIMIT $1::int8`)],
    ["the second row", first(`${keyed} LIMIT 1 OFFSET 1`)],
    ["a row beside a WITH", one.replace("(SELECT", "(WITH w AS (SELECT d.x FROM d AS d) SELECT")],
    ["a group", first(`${keyed} GROUP BY c.name LIMIT 1`)],
    ["an aggregate", value("COUNT(*) AS b")],
    ["a window", value("ROW_NUMBER() OVER (ORDER BY c.id) AS b")],
    ["a value of another relation", value("(c.id + r0.a) AS b")],
    ["a subquery", value("(SELECT COUNT(*) AS value FROM d AS d) AS b")],
    ["a value without a name", value("(c.id + 1::int8), c.name AS b")],
    ["the first in an order that may fail", first(`${keyed} ORDER BY (1::int8 / c.id) LIMIT 1`)],
    ["a row without a key", first("customers AS c WHERE (c.id = 1::int8) LIMIT 1")],
    ["a row by a range", one.replace("=", "<")],
    ["a row by what is computed of a column", one.replace("c.id =", "(c.id + 1::int8) =")],
    ["a row by other relations alone", one.replace("c.id = r0.a", "r0.b = r0.a")],
    ["a row by what it is compared with", one.replace("= r0.a", "= (c.org + r0.a)")],
    ["a row by a subquery", one.replace("= r0.a", "= (SELECT COUNT(r0.*) AS value FROM d AS d)")],
  ])("%s", (_, relation) => {
    expect(lookupIn(relation)).toBe(undefined);
  });
});

test("names that are taken get the next number", () => {
  const taken = new Set<string | undefined>(["key"]);
  expect(["key", "key", "found", "found"].map((name) => freeName(name, taken))).toEqual([
    "key_2",
    "key_3",
    "found",
    "found_2",
  ]);
});
