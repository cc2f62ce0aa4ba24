import { existsSync, realpathSync } from "node:fs";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { type DuckDbAdapter, DuckDbRunner } from "@lutra/runner-duckdb";
import { createDuckDbNodeAdapter } from "./adapter.ts";
import { checkViews } from "./check-views.ts";

/** Options of {@link openDuckDb}. */
export interface OpenDuckDbOptions {
  /** Folder that programs' relative paths of files count from, and whose Parquet files `getInterface` describes. */
  readonly files?: string;
  /**
   * Lets programs open files and URLs outside of the database: any that the process can. If `false`, they reach
   * those in `files` by absolute paths, because DuckDB refuses relative ones then, and can overwrite them.
   *
   * @default true with `files`, false without
   */
  readonly allowExternalAccess?: boolean;
  /**
   * Opens the file for reading only: it is not created, and nothing in it or beside it changes. Processes that only
   * read can have it open at the same time. @default false
   */
  readonly readOnly?: boolean;
  /**
   * Makes opening fail if a view reads files that are missing, or that programs may not reach. If `false`, the calls
   * that read the view fail. @default true
   */
  readonly checkFiles?: boolean;
  /** Rewrites the SQL of programs on tables, see `DuckDbRunnerOptions`. @default true */
  readonly optimize?: boolean;
}

/**
 * Opens a database and makes a runner that owns it: `shutdown` closes both.
 *
 * @param path a file, which is created if there is none, or `:memory:`, which cannot be `readOnly`
 * @throws the driver's error if the database cannot be opened, for example because another process has it open
 * @throws an error of the file system if `files` does not exist
 * @throws an error for a file of data, such as CSV or JSON, of which DuckDB makes a database in memory
 * @throws an error that names the views of the database whose files cannot be opened
 *
 * @example
 * ```ts
 * await using runner = await openDuckDb();
 * await runner.getExternals(); // ["repr:sql-duckdb", "std::sql", "std::fs"]
 * ```
 */
export async function openDuckDb(
  path: string = ":memory:",
  {
    files,
    allowExternalAccess = files !== undefined,
    readOnly = false,
    checkFiles = true,
    optimize = true,
  }: OpenDuckDbOptions = {},
): Promise<DuckDbRunner> {
  // Links in the way to the folder would otherwise be compared with paths that DuckDB has followed.
  const folder = files === undefined ? undefined : realpathSync(files);
  const instance = await DuckDBInstance.create(path, readOnly ? { access_mode: "READ_ONLY" } : {});
  try {
    const connection = await instance.connect();
    if (existsSync(path)) await checkStored(connection, path);
    const node = createDuckDbNodeAdapter(connection);
    const adapter: DuckDbAdapter = {
      ...node,
      ...(path === ":memory:" && folder !== undefined && { prepare: explainingPrepare(node) }),
      close: async () => {
        connection.disconnectSync();
        instance.closeSync();
      },
    };
    const runner = new DuckDbRunner(adapter, {
      ...(folder !== undefined && { fileSearchPath: folder }),
      optimize,
    });
    if (!allowExternalAccess) {
      if (folder !== undefined)
        await connection.run(`SET allowed_directories = [${quoted(folder)}]`);
      await connection.run("SET enable_external_access = false");
    }
    if (folder !== undefined) await connection.run(`SET file_search_path = ${quoted(folder)}`);
    if (checkFiles) await checkViews(connection);
    return runner;
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

/** Rejects a database in memory, which DuckDB makes of a file of data: nothing would be kept in the file. */
async function checkStored(connection: DuckDBConnection, path: string): Promise<void> {
  const stored = await connection.run(
    "SELECT path FROM duckdb_databases() WHERE database_name = current_database() AND path IS NOT NULL",
  );
  if ((await stored.getRows()).length > 0) return;
  throw new Error(
    `"${path}" is not a valid DuckDB database file, but one of data: name its folder in \`files\`, and let programs read it`,
  );
}

/** Adds to an error about a missing table that there are none: a folder of files is not a database. */
function explainingPrepare(adapter: DuckDbAdapter): DuckDbAdapter["prepare"] {
  return async (sql) => {
    try {
      return await adapter.prepare(sql);
    } catch (cause) {
      const { message } = cause as Error;
      if (!/^Catalog Error: Table with name .* does not exist/.test(message)) throw cause;
      throw new Error(
        `${message}\nThis database began with the files of a folder and no tables: ` +
          "read files with std::fs::read_parquet, or open a database file that has the tables, or views of the files",
        { cause },
      );
    }
  };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
