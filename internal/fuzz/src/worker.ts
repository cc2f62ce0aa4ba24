// A thread that loads one target and searches until its board says stop. It ends with one message, a `WorkerResult`.
import { basename } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { createCosts, createRandom } from "@lutra-internal/testing";
import { Board } from "./board.ts";
import { Coverage } from "./coverage.ts";
import { Search } from "./search.ts";
import type { Target } from "./target.ts";

/** Data that a worker starts with. */
export interface WorkerData {
  /** URL of the target's module. */
  readonly url: string;
  readonly memory: SharedArrayBuffer;
  /** Inputs to start with besides the target's seeds, or the only ones. */
  readonly inputs: readonly Uint8Array[];
  /** Seed of the random numbers that change inputs; without one, `inputs` are run once. */
  readonly seed: number | undefined;
}

/** Result of a worker that was not terminated. */
export interface WorkerResult {
  readonly blocks: number;
  readonly found: readonly Uint8Array[];
  readonly failure: { readonly data: Uint8Array; readonly message: string } | undefined;
}

const { url, memory, inputs, seed } = workerData as WorkerData;
const { target } = (await import(url)) as { target: Target };
const board = new Board(memory);
const coverage = new Coverage("/packages/");
await coverage.start();

// Expected errors are thrown all the time, and their stack traces would take most of the time.
const { stackTraceLimit } = Error;
Error.stackTraceLimit = 0;
const costs = createCosts(`fuzz ${basename(url, ".ts")}`);
const fuzz = (data: Uint8Array): void => costs.measure(data.length, () => target.fuzz(data));
const search = new Search(fuzz, coverage, board);
const { found, failure } =
  seed === undefined
    ? { found: [], failure: search.runAll(inputs) }
    : await search.run([...target.seeds(), ...inputs], createRandom(seed));
const reduced = seed !== undefined && failure ? search.reduce(failure) : failure;
Error.stackTraceLimit = stackTraceLimit;

const result: WorkerResult = {
  blocks: coverage.size,
  found,
  failure: reduced && { data: reduced.data, message: messageOf(reduced.data, reduced.error) },
};
costs.write();
parentPort?.postMessage(result);

/** Returns the error's stack trace, for which the target has to fail once more. */
function messageOf(data: Uint8Array, error: unknown): string {
  try {
    target.fuzz(data);
  } catch (again) {
    return again instanceof Error ? (again.stack ?? again.message) : String(again);
  }
  return `${String(error)}\n(the second time it did not fail)`;
}
