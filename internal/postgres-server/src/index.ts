/**
 * A PostgreSQL server to throw away, for tests and benchmarks; a standby, a pooler and certificates to go with it.
 *
 * @module
 */
export { type Authority, type Certificate, createAuthority } from "./certificates.ts";
export type { PostgresServer } from "./cluster.ts";
export { postgresCommands } from "./commands.ts";
export { type PgBouncer, pgBouncerCommand, startPgBouncer } from "./pgbouncer.ts";
export { startPostgres, startStandby } from "./start.ts";
