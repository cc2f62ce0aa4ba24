import { PGlite } from "@electric-sql/pglite";
import { openDuckDb } from "@lutra/runner-duckdb/node";
import { PostgresRunner } from "@lutra/runner-postgres";
import { createPgliteAdapter } from "@lutra/runner-postgres/pglite";
import { afterAll, beforeAll, describe, test } from "vitest";
import { runnerCases } from "../src/index.ts";
import { describeCases } from "../src/vitest.ts";

let database: PGlite;
beforeAll(async () => {
  database = await PGlite.create("memory://");
});
afterAll(() => database.close());

describeCases({ describe, test }, "PostgreSQL, embedded", runnerCases("sqlPostgres"), {
  kind: "sqlPostgres",
  connect: async () => new PostgresRunner(createPgliteAdapter(database)),
});

describeCases({ describe, test }, "DuckDB", runnerCases("sqlDuckDb"), {
  kind: "sqlDuckDb",
  connect: () => openDuckDb(),
});
