/**
 * A synchronous Lutra runner over any asynchronous one, which lives in a worker.
 *
 * @module
 */
export { exposeRunner, type ExposeRunnerOptions } from "./expose-runner.ts";
export {
  type SyncPort,
  type SyncProgram,
  SyncRunner,
  type SyncRunnerOptions,
} from "./sync-runner.ts";
