/**
 * Replicas as processes, what stands in front of them, load, and a count of what went wrong.
 *
 * @module
 */
export { natsCommand, type NatsProcess, startNats } from "./nats.ts";
export { isInstalled } from "./process.ts";
export { type Report, type Scenario, scenarios } from "./scenarios.ts";
export { isFault, type Verdict } from "./verdict.ts";
