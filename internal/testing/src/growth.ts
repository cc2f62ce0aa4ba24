import { readFileSync } from "node:fs";

/** Runs of each size at most: other work of the machine can only make a run longer. */
const maxRuns = 25;
/** Shorter times are not told apart, in milliseconds. */
const leastMs = 2;

/** Nothing ever wakes who waits on it. */
const never = new Int32Array(new SharedArrayBuffer(4));

/**
 * Returns the CPU time of this thread, in milliseconds: collectors, compilers and other workers of the process do not
 * count. Where the system has no `/proc`, they do.
 */
export function threadCpuMs(): number {
  if (process.platform === "linux") {
    // While a thread runs, its time is brought up to date every 4 ms; when it sleeps, at once.
    Atomics.wait(never, 0, 0, 0.2);
    const [ns] = readFileSync("/proc/thread-self/schedstat", "latin1").split(" ");
    return Number(ns) / 1e6;
  }
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * Expects the CPU time of work to grow by less than a factor, by the best of up to 25 runs of each size.
 *
 * @throws Error with both times
 *
 * @example
 * // Quadratic work would take 16 times as long.
 * expectGrowth(() => parse(textOf(1000)), () => parse(textOf(4000)), 10);
 */
export function expectGrowth(small: () => unknown, large: () => unknown, factor: number): void {
  let [smallMs, largeMs] = [Infinity, Infinity];
  small();
  for (let run = 0; run < maxRuns; run++) {
    smallMs = Math.min(smallMs, timeOf(small));
    largeMs = Math.min(largeMs, timeOf(large));
    if (largeMs < factor * Math.max(smallMs, leastMs)) return;
  }
  const times = `${smallMs.toFixed(1)} ms and ${largeMs.toFixed(1)} ms`;
  throw new Error(`the work grew by more than ${factor} times: ${times}`);
}

function timeOf(work: () => unknown): number {
  const start = threadCpuMs();
  work();
  return threadCpuMs() - start;
}
