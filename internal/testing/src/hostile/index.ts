/**
 * A runner that returns and throws what none should, and tables of both.
 *
 * @module
 */
export { type HostileResult, hostileResults } from "./results.ts";
export { action, HostileRunner } from "./runner.ts";
export { type HostileThrow, hostileThrows } from "./throws.ts";
