import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { afterAll, beforeAll } from "vitest";
import { createDataFolder } from "./data-folder.ts";

/**
 * Opens an empty database before the tests of a file or of a `describe`, and removes it after them.
 *
 * @returns the database, once tests run
 */
export function usePglite(options?: PGliteOptions): () => PGlite {
  let database: PGlite;
  let removeData: () => Promise<void>;
  beforeAll(async () => {
    const { folder, remove } = await createDataFolder();
    removeData = remove;
    database = await PGlite.create(folder, options);
  });
  afterAll(async () => {
    // A test may have closed it.
    if (!database.closed) await database.close();
    await removeData();
  });
  return () => database;
}
