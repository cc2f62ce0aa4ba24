// Errors of the server name places in the SQL that it got, which is not the compiler's.
import { usePglite } from "@lutra-internal/testing/pglite";
import { beforeAll, expect, test } from "vitest";
import { PostgresRunner } from "../src/index.ts";
import { createPgliteAdapter } from "../src/pglite.ts";
import { array, sqlProgram, sqlTypes, std, tuple, unit } from "./support/types.ts";

const database = usePglite();

beforeAll(async () => {
  await database().exec("CREATE TABLE orders (id int8)");
});

const rows = tuple({ text: std("Text"), id: std("Int64"), score: std("Float64") });

/** Returns a program as the compiler writes it; characters of two and four bytes stand before what is wrong. */
const program = (column: string, table: string) =>
  sqlProgram(
    `SELECT r1._0, r1._1, r1._2 FROM (SELECT (ROW_NUMBER() OVER ()-1)::int8 AS index, 'é\\😀'::text AS _0, ` +
      `r0.${column}::int8 AS _1, 0.5::float8 AS _2 FROM ${table} AS r0) AS r1 ORDER BY r1.index`,
    sqlTypes(unit, array(rows)),
  );

test.each([
  ["column", "missing", "orders", /42703 .*, in the optimized SQL at: r0\.missing::int8/],
  ["table", "id", "missing", /42P01 .*, in the optimized SQL at: missing AS r0/],
])("a %s that is not there is shown in its place", async (_, column, table, message) => {
  const runner = new PostgresRunner(createPgliteAdapter(database()));
  const prepared = await runner.prepare(program(column, table));
  await expect(runner.execute(prepared, new Uint8Array())).rejects.toThrow(message);
});

test("the compiler's own SQL needs no fragment", async () => {
  const runner = new PostgresRunner(createPgliteAdapter(database()), { optimize: false });
  const prepared = await runner.prepare(program("missing", "orders"));
  await expect(runner.execute(prepared, new Uint8Array())).rejects.toThrow(
    /^postgres: 42703 column r0\.missing does not exist$/,
  );
});
