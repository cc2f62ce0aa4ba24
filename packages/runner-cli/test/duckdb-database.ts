import { DuckDBInstance } from "@duckdb/node-api";

/**
 * Executes statements on a DuckDB file, which is made if it is not there and closed at the end.
 *
 * @returns the rows of the last statement, as JSON: 64-bit integers are strings
 */
export async function runOnDuckDb(
  path: string,
  ...statements: readonly string[]
): Promise<unknown> {
  const database = await DuckDBInstance.create(path);
  try {
    const connection = await database.connect();
    let rows: unknown;
    for (const sql of statements) rows = (await connection.runAndReadAll(sql)).getRowsJson();
    connection.disconnectSync();
    return rows;
  } finally {
    database.closeSync();
  }
}
