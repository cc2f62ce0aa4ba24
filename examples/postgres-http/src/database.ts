// The database: the server at a URL, or one inside this process that has the tables of the examples.
import { readdir, readFile } from "node:fs/promises";
import type { PGlite } from "@electric-sql/pglite";
import { PostgresRunner } from "@lutra/runner-postgres";
import { createPgAdapter } from "@lutra/runner-postgres/pg";
import { createPgliteAdapter } from "@lutra/runner-postgres/pglite";
import { Pool } from "pg";

const examples = new URL("../../programs/sql-tables/", import.meta.url);

/** Returns a runner on the server at a URL. It connects when it is first called; `shutdown` ends its connections. */
export function serverRunner(url: string): PostgresRunner {
  const pool = new Pool({ connectionString: url });
  // A connection that breaks while idle is replaced; unheard, its error would end the process.
  pool.on("error", (error) => console.error(`postgres: ${error.message}`));
  return new PostgresRunner(createPgAdapter(pool, { closeOnShutdown: true }));
}

/**
 * Returns a runner on PostgreSQL inside this process, with the tables of the examples; `shutdown` closes the database.
 */
export async function embeddedRunner(database: PGlite): Promise<PostgresRunner> {
  for (const name of await readdir(examples)) {
    await database.exec(await readFile(new URL(`${name}/postgres.sql`, examples), "utf8"));
  }
  return new PostgresRunner(createPgliteAdapter(database, { closeOnShutdown: true }));
}
