import { expect, test } from "vitest";
import { interfaceSource } from "../../src/interface/interface-source.ts";
import type { RowField, Schema, Table } from "../../src/interface/schema.ts";

const id: RowField = { name: "id", type: "Int64", isOptional: false, column: "id" };
const table = (name: string, rest: Partial<Table> = {}): Table => ({
  name,
  isReserved: false,
  fields: [id],
  lookups: [],
  ...rest,
});
const schema = (name: string, tables: readonly Table[], isReserved = false): Schema => ({
  name,
  isReserved,
  tables,
});
const source = (...schemas: readonly Schema[]): string => interfaceSource(schemas, "public");

test("tables of the main schema are at the top, those of others in modules", () => {
  expect(source(schema("public", [table("movies")]), schema("sales", [table("orders")]))).toBe(`
## Row of table movies
type Movie: {id: Int64}
## Read from table movies
func from_movies(): [Movie] -> std::sql::from("movies")
## Write into table movies
func insert_movies(values: [Movie]) -> std::sql::insert(values, "movies")

module sales {

  ## Row of table orders
  type Order: {id: Int64}
  ## Read from table orders
  func from_orders(): [Order] -> std::sql::from("sales/orders")
  ## Write into table orders
  func insert_orders(values: [Order]) -> std::sql::insert(values, "sales/orders")
}
`);
});

test.each([
  ["a name with a slash", "a/b", false],
  ["a name that Lutra cannot write", "a`b", false],
  ["a name that SQL takes for a parameter", "$1", false],
  ["a name that SQL needs in quotes", "order", true],
])("a schema with %s is left out, and named in a comment", (_, name, isReserved) => {
  const text = source(schema(name, [table("orders")], isReserved));
  expect(text).toMatch(/^\n?# Schema .* is left out: Lutra cannot write its name$/m);
  expect(text).not.toContain("from_orders");
});

test.each([
  ["a name that has a slash", table("a/b"), 'from("public/a/b")'],
  ["a reserved name", table("order", { isReserved: true }), 'from("public/order")'],
])("a table with %s is found by its schema too", (_, each, place) => {
  expect(source(schema("public", [each]))).toContain(place);
});

test.each([
  ["a name that Lutra cannot write", table("a`b")],
  ["a field that SQL takes for a parameter", table("t", { fields: [{ ...id, name: "$1" }] })],
  ["a field that cannot be read without quotes", table("t", { unquoted: { read: "end" } })],
])("a table with %s is left out", (_, each) => {
  const text = source(schema("public", [each]));
  expect(text).toMatch(/^# Table .* is left out/m);
  expect(text).not.toContain("std::sql::from");
});

test.each([
  [true, {}, "enum {none, some: Movie}", "find"],
  [false, {}, "[Movie]", "filter"],
  [true, { find: "end" }, "[Movie]", "filter"],
])(
  "a lookup that is unique: %s, in a table with %o unquoted",
  (isUnique, unquoted, result, search) => {
    const lookup = { by: "index", name: "t_id", isUnique, columns: ["id"] } as const;
    const text = source(schema("public", [table("movies", { lookups: [lookup], unquoted })]));
    expect(text).toContain(`(id: Int64): ${result} -> (\n  from_movies() | std::${search}(`);
  },
);
