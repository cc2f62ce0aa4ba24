// The optimized SQL of all programs that the compiler compiled, for people to read in the diff of a change:
// `npx vitest run compiled-programs --update` writes it.
import { programCases, showcase, showcaseNames, tablePrograms } from "@lutra-internal/fixtures";
import { programCodec, type SqlProgram } from "@lutra/bin/program";
import { expect, test } from "vitest";
import { duckDbRules, optimizeSql, postgresRules } from "../../src/index.ts";
import { asPromised } from "./apply.ts";

type Named = readonly [name: string, sql: string | undefined];

const sqlOf = (bytes: Uint8Array | undefined): string | undefined =>
  bytes && (programCodec.decode(bytes).value as SqlProgram).sql;

const cases = programCases().flatMap(({ name, postgres, duckdb }): Named[] => [
  [`${name} for PostgreSQL`, postgres.sql],
  [`${name} for DuckDB`, duckdb.sql],
]);

const examples = [
  ...showcaseNames(),
  "sql-tables/top-customers",
  "sql-tables/archive-orders",
].flatMap((name): Named[] => {
  const { sqlPostgres, sqlDuckDb } = showcase(name);
  return [
    [`${name} for PostgreSQL`, sqlOf(sqlPostgres)],
    [`${name} for DuckDB`, sqlOf(sqlDuckDb)],
  ];
});

const onTables = tablePrograms().flatMap(({ name, postgres, duckdb }): Named[] => [
  ...postgres.map((program): Named => [`${name} for PostgreSQL`, sqlOf(program)]),
  ...duckdb.map((program): Named => [`${name} for DuckDB`, sqlOf(program)]),
]);

test.each([
  ["cases", cases],
  ["examples", examples],
  ["tables", onTables],
])("the %s are optimized as before", async (kind, programs) => {
  const sections = programs.flatMap(([name, sql]) => {
    if (sql === undefined) return [];
    const ofDuckDb = name.endsWith("DuckDB");
    const optimized = optimizeSql(sql, ofDuckDb ? duckDbRules : postgresRules, {
      facts: asPromised,
      mayLeaveOutNone: ofDuckDb,
      isLaidOut: true,
    });
    const rules = optimized.rules.join(", ");
    return rules === "" ? [] : [`-- ${name}: ${rules}\n${optimized.sql}\n`];
  });
  await expect(sections.join("\n")).toMatchFileSnapshot(`../fixtures/optimized-${kind}.sql`);
});
