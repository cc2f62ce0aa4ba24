/**
 * Executes Lutra programs on PostgreSQL. The adapters for drivers have subpaths of their own: `./pg`, `./postgres`,
 * `./pglite`.
 *
 * @module
 */
export type { PostgresAdapter, QueryOptions, TextRow } from "./adapter.ts";
export { type PostgresRunnerOptions, PostgresRunner } from "./postgres-runner.ts";
