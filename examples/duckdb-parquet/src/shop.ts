// A folder of Parquet files, and a database that knows them as tables.
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

const script = new URL("../../programs/sql-tables/top-customers/duckdb.sql", import.meta.url);
const tables = ["customers", "orders"];

/** Writes the files, unless they are there. */
export async function makeFiles(folder: string): Promise<void> {
  const missing = tables.filter((table) => !existsSync(join(folder, `${table}.parquet`)));
  if (missing.length === 0) return;
  await mkdir(folder, { recursive: true });
  await withDatabase(":memory:", async (connection) => {
    await connection.run(await readFile(script, "utf8"));
    for (const table of missing) {
      const file = quoted(join(folder, `${table}.parquet`));
      await connection.run(`COPY ${table} TO ${file} (FORMAT parquet)`);
    }
  });
}

/**
 * Makes a database with a view of each file, so that programs read files as tables. It holds no rows: a program reads
 * the files as they are at that time.
 */
export async function makeViews(folder: string): Promise<string> {
  const path = join(folder, "shop.duckdb");
  await withDatabase(path, async (connection) => {
    await connection.run(`SET file_search_path = ${quoted(folder)}`);
    for (const table of tables) {
      await connection.run(`CREATE OR REPLACE VIEW ${table} AS FROM '${table}.parquet'`);
    }
  });
  return path;
}

async function withDatabase(
  path: string,
  work: (connection: DuckDBConnection) => Promise<void>,
): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  try {
    await work(connection);
  } finally {
    connection.disconnectSync();
    instance.closeSync();
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
