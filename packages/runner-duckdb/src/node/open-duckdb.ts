import { realpathSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import { type DuckDbAdapter, DuckDbRunner } from "@lutra/runner-duckdb";
import { createDuckDbNodeAdapter } from "./adapter.ts";

/** Options of {@link openDuckDb}. */
export interface OpenOptions {
  /** Folder that programs' relative paths of files count from, and whose Parquet files `getInterface` describes. */
  readonly files?: string;
  /**
   * Whether programs can open files and URLs outside of the database: any that the process can. If not, they reach
   * those in `files` by absolute paths, because DuckDB refuses relative ones then, and can overwrite them.
   *
   * @default true with `files`, false without
   */
  readonly allowExternalAccess?: boolean;
  /**
   * Whether the file is only read: it is not created, and nothing in it or beside it changes. Processes that only read
   * can have it open at the same time. @default false
   */
  readonly readOnly?: boolean;
}

/**
 * Opens a database and makes a runner that owns it: `shutdown` closes both.
 *
 * @param path a file, which is created if there is none, or `:memory:`, which cannot be `readOnly`
 * @throws the driver's error if the database cannot be opened, for example because another process has it open
 * @throws an error of the file system if `files` does not exist
 *
 * @example
 * ```ts
 * await using runner = await openDuckDb();
 * await runner.getExternals(); // ["repr:sql-duckdb", "std::sql", "std::fs"]
 * ```
 */
export async function openDuckDb(
  path: string = ":memory:",
  { files, allowExternalAccess = files !== undefined, readOnly = false }: OpenOptions = {},
): Promise<DuckDbRunner> {
  // Links in the way to the folder would otherwise be compared with paths that DuckDB has followed.
  const folder = files === undefined ? undefined : realpathSync(files);
  const instance = await DuckDBInstance.create(path, readOnly ? { access_mode: "READ_ONLY" } : {});
  try {
    const connection = await instance.connect();
    const adapter: DuckDbAdapter = {
      ...createDuckDbNodeAdapter(connection),
      close: async () => {
        connection.disconnectSync();
        instance.closeSync();
      },
    };
    if (!allowExternalAccess) {
      if (folder !== undefined)
        await connection.run(`SET allowed_directories = [${quoted(folder)}]`);
      await connection.run("SET enable_external_access = false");
    }
    return new DuckDbRunner(adapter, folder === undefined ? {} : { fileSearchPath: folder });
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
