/**
 * Runs programs in DuckDB inside a Node process, over `@duckdb/node-api`.
 *
 * @module
 */
export {
  createDuckDbNodeAdapter,
  type NodeAdapterOptions,
  type NodeConnection,
} from "./node/adapter.ts";
export { openDuckDb, type OpenOptions } from "./node/open-duckdb.ts";
