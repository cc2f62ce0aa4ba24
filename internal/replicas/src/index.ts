/**
 * Replicas as processes, what stands in front of them, load, and a count of what went wrong.
 *
 * @module
 */
export { type Balancer, balancers, startBalancer } from "./balancer.ts";
export { Fleet, type FleetOptions } from "./fleet.ts";
export { natsCommand, type NatsProcess, startNats } from "./nats.ts";
export { isInstalled } from "./process.ts";
export type { ReplicaRunner } from "./runners.ts";
export { type Report, type Scenario, scenarios } from "./scenarios.ts";
export { isFault, type Verdict } from "./verdict.ts";
