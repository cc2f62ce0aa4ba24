/**
 * Runs programs in DuckDB inside a Node process, over `@duckdb/node-api`.
 *
 * @module
 */
export {
  createDuckDbNodeAdapter,
  type DuckDbNodeAdapterOptions,
  type NodeConnection,
} from "./node/adapter.ts";
export { openDuckDb, type OpenDuckDbOptions } from "./node/open-duckdb.ts";
