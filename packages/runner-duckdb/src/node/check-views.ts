import type { DuckDBConnection } from "@duckdb/node-api";

/** Messages of DuckDB about a file that it does not find, cannot open, or may not. */
const fileProblem = /^(?:IO|HTTP|Permission) Error\b/;

/**
 * Checks that the files are there that views of the current database name: without them, every call that reads a view
 * would fail.
 *
 * @throws Error that names the views, and says what is wrong with each
 */
export async function checkViews(connection: DuckDBConnection): Promise<void> {
  const views = await connection.runAndReadAll(
    `SELECT schema_name, view_name FROM duckdb_views()
     WHERE database_name = current_database() AND NOT internal ORDER BY schema_name, view_name`,
  );
  const problems: string[] = [];
  for (const [schema, view] of views.getRowsJS() as [string, string][]) {
    const problem = await problemOf(connection, `${quotedName(schema)}.${quotedName(view)}`);
    if (problem !== undefined) problems.push(`${schema}.${view}: ${problem}`);
  }
  if (problems.length === 0) return;
  throw new Error(
    `views of the database read files that cannot be opened: ${problems.join("; ")}; ` +
      "put the files where the views expect them (relative names count from `files`, and `allowExternalAccess` lets " +
      "programs reach others), drop the views, or open the database with `checkFiles: false`",
  );
}

/**
 * Returns the problem of a view's files, which binding the view opens. Other errors, as of a dropped table, do not
 * count.
 */
async function problemOf(connection: DuckDBConnection, name: string): Promise<string | undefined> {
  try {
    (await connection.prepare(`FROM ${name}`)).destroySync();
    return undefined;
  } catch (error) {
    const [firstLine = ""] = (error as Error).message.split("\n");
    return fileProblem.test(firstLine) ? firstLine : undefined;
  }
}

function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
