import { DuckDBInstance } from "@duckdb/node-api";
import { PGlite } from "@electric-sql/pglite";
import { postgresCommands, startPostgres } from "@lutra-internal/postgres-server";
import type { Run } from "@lutra/runner-core";
import { DuckDbRunner } from "@lutra/runner-duckdb";
import { createDuckDbNodeAdapter } from "@lutra/runner-duckdb/node";
import { PostgresRunner } from "@lutra/runner-postgres";
import { createPgAdapter } from "@lutra/runner-postgres/pg";
import { createPgliteAdapter } from "@lutra/runner-postgres/pglite";
import { Client } from "pg";
import type { TableEngine } from "./oracle.ts";

/** An engine that can be closed. */
export interface OpenEngine extends AsyncDisposable {
  readonly engine: TableEngine;
}

/** Statements that make what tables of both databases need, for PostgreSQL. PGlite has no collation in which different texts are equal. */
export const postgresPrelude: readonly string[] = [
  "CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
  "CREATE DOMAIN hundredths AS numeric",
  "CREATE FUNCTION hundredths(v int8) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT v / 100.0'",
];

const duckDbPrelude: readonly string[] = [
  "CREATE TYPE jsonb AS INT4[]",
  // Hundredths as integers, as the compiler expects them, are a hundred times as large in its arrays and options.
  "CREATE TYPE hundredths AS DECIMAL(18, 2)",
  "CREATE MACRO hundredths(v) AS CAST(v / 100.0 AS DECIMAL(18, 2))",
];

/** Turns a statement of PostgreSQL that makes a table into one of DuckDB; undefined if that needs none. */
function inDuckDb(sql: string): string | undefined {
  if (sql.includes(" PARTITION OF ")) return undefined;
  return sql
    .replaceAll("COLLATE any_case", "COLLATE NOCASE")
    .replaceAll(") STORED", ")")
    .replace(/ PARTITION BY HASH \(.*\)$/, "");
}

/** Opens an empty PGlite database in a folder. */
export async function openPglite(folder: string): Promise<OpenEngine> {
  const pglite = await PGlite.create(folder);
  await pglite.exec(postgresPrelude.join(";"));
  const adapter = createPgliteAdapter(pglite);
  const runner = new PostgresRunner(adapter, { optimize: false });
  const optimizing = new PostgresRunner(adapter);
  return {
    engine: {
      name: "postgres",
      label: "PGlite",
      runner: runner as Run,
      optimizing: optimizing as Run,
      execute: (sql) => pglite.exec(sql),
      read: async (sql) => (await pglite.query(sql)).rows,
    },
    [Symbol.asyncDispose]: async () => {
      await runner.shutdown();
      await optimizing.shutdown();
      await pglite.close();
    },
  };
}

/** Opens an empty DuckDB database. */
export async function openDuckDb(): Promise<OpenEngine> {
  const database = await DuckDBInstance.create(":memory:");
  const connection = await database.connect();
  for (const sql of duckDbPrelude) await connection.run(sql);
  const adapter = createDuckDbNodeAdapter(connection);
  const runner = new DuckDbRunner(adapter, { optimize: false });
  const optimizing = new DuckDbRunner(adapter);
  return {
    engine: {
      name: "duckdb",
      runner: runner as Run,
      optimizing: optimizing as Run,
      execute: async (sql) => {
        const translated = inDuckDb(sql);
        if (translated !== undefined) await connection.run(translated);
      },
      read: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS(),
    },
    [Symbol.asyncDispose]: async () => {
      await runner.shutdown();
      await optimizing.shutdown();
      connection.closeSync();
      database.closeSync();
    },
  };
}

/** Starts a PostgreSQL server; undefined if none is installed. */
export async function openPostgresServer(): Promise<OpenEngine | undefined> {
  if (postgresCommands() === undefined) return undefined;
  const server = await startPostgres();
  const { host, port, user, database } = server;
  const client = new Client({ host, port, user, database });
  // The server may stop before it has read that the connection ends.
  client.on("error", () => {});
  await client.connect();
  await client.query("SET client_min_messages TO warning");
  await client.query(postgresPrelude.join(";"));
  const adapter = createPgAdapter(client);
  const runner = new PostgresRunner(adapter, { optimize: false });
  const optimizing = new PostgresRunner(adapter);
  return {
    engine: {
      name: "postgres",
      label: "PostgreSQL",
      runner: runner as Run,
      optimizing: optimizing as Run,
      execute: (sql) => client.query(sql),
      read: async (sql) => (await client.query(sql)).rows as readonly unknown[],
    },
    [Symbol.asyncDispose]: async () => {
      await runner.shutdown();
      await optimizing.shutdown();
      await client.end();
      await server.stop();
    },
  };
}
