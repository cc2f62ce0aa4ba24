/**
 * A runner that returns and throws what none should, tables of both, and bytes whose parts lie in the same place.
 *
 * @module
 */
export { type HostileResult, hostileResults } from "./results.ts";
export { action, HostileRunner } from "./runner.ts";
export { sharedRows } from "./shared-rows.ts";
export { type HostileThrow, hostileThrows } from "./throws.ts";
