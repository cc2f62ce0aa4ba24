/**
 * Runs programs through `pg`, on one client or on a pool.
 *
 * @module
 */
export { createPgAdapter, type PgAdapterOptions } from "./pg/adapter.ts";
export type { PgClientLike, PgPoolClientLike, PgPoolLike, PgQuery } from "./pg/driver.ts";
