/**
 * Helpers that tests of several packages share: seeded random numbers, expected failures, aborts, conditions, growth of
 * work, transferred memory, a runner to watch.
 *
 * @module
 */
export { abortAtEachTurn } from "./abort-at-each-turn.ts";
export { type Cost, type Costs, createCosts, type SuiteCosts } from "./costs.ts";
export { EchoRunner, type HeldCall } from "./echo-runner.ts";
export { failure, runnerFailure } from "./failure.ts";
export { createGate, type Gate } from "./gate.ts";
export { expectGrowth, threadCpuMs } from "./growth.ts";
export {
  checkNumericOption,
  durations,
  type NumericOption,
  numericValues,
} from "./numeric-options.ts";
export { overflowOf } from "./overflow.ts";
export { createRandom, type Random } from "./random.ts";
export { countTransferredTaken, transferred } from "./transferred.ts";
export { until } from "./until.ts";
export { usedBytes } from "./used-bytes.ts";
