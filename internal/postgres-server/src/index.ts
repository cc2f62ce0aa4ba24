/**
 * A PostgreSQL server to throw away, for tests and benchmarks.
 *
 * @module
 */
export { postgresCommands } from "./commands.ts";
export { type PostgresServer, startPostgres } from "./start.ts";
