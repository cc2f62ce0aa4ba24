/**
 * A synchronous Lutra runner over any asynchronous one, which lives in a worker.
 *
 * @module
 */
export type { SyncPort } from "./blocking-connection.ts";
export { exposeRunner, type ExposeRunnerOptions } from "./expose-runner.ts";
export { type SyncProgram, SyncRunner, type SyncRunnerOptions } from "./sync-runner.ts";
