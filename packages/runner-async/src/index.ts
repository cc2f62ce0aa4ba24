/**
 * An asynchronous Lutra runner over any synchronous one.
 *
 * @module
 */
export { AsyncRunner, type AsyncRunnerOptions } from "./async-runner.ts";
