/**
 * Runs programs through `postgres` (postgres.js), on a pool, a reserved connection or a transaction.
 *
 * @module
 */
export { createPostgresJsAdapter } from "./postgres-js/adapter.ts";
export type { PostgresJsQueryLike, PostgresJsSqlLike } from "./postgres-js/adapter.ts";
export type { ServerAdapterOptions as PostgresJsAdapterOptions } from "./server/options.ts";
