/**
 * A PostgreSQL server to throw away, for tests and benchmarks, and a pooler to put in front of it.
 *
 * @module
 */
export { postgresCommands } from "./commands.ts";
export { type PgBouncer, pgBouncerCommand, startPgBouncer } from "./pgbouncer.ts";
export { type PostgresServer, startPostgres } from "./start.ts";
