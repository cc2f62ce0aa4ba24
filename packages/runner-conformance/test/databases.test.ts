import { PGlite } from "@electric-sql/pglite";
import { createDataFolder } from "@lutra-internal/pglite-template";
import { openDuckDb } from "@lutra/runner-duckdb/node";
import { PostgresRunner } from "@lutra/runner-postgres";
import { createPgliteAdapter } from "@lutra/runner-postgres/pglite";
import { afterAll, beforeAll, describe, test } from "vitest";
import { runnerCases } from "../src/index.ts";
import { describeCases } from "../src/vitest.ts";

let database: PGlite;
let removeData: () => Promise<void>;

beforeAll(async () => {
  const { folder, remove } = await createDataFolder();
  removeData = remove;
  database = await PGlite.create(folder);
});

afterAll(async () => {
  await database.close();
  await removeData();
});

describeCases({ describe, test }, "PostgreSQL, embedded", runnerCases("sqlPostgres"), {
  kind: "sqlPostgres",
  connect: async () => new PostgresRunner(createPgliteAdapter(database)),
});

describeCases({ describe, test }, "DuckDB", runnerCases("sqlDuckDb"), {
  kind: "sqlDuckDb",
  connect: () => openDuckDb(),
});
