/**
 * Databases for tests that need not wait for PGlite to make one: that takes seconds, and opening one a few tenths.
 *
 * @module
 */
export { createDataFolder, dataFolderTemplate } from "./data-folder.ts";
export { servePglite } from "./serve-pglite.ts";
export { usePglite } from "./use-pglite.ts";
