/**
 * Runs programs through `postgres` (postgres.js), on a pool, a reserved connection or a transaction.
 *
 * @module
 */
export { createPostgresAdapter } from "./postgres-js/adapter.ts";
export type { PostgresQueryLike, PostgresSqlLike } from "./postgres-js/adapter.ts";
export type { ServerAdapterOptions } from "./server/options.ts";
