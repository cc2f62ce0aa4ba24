import { GCProfiler } from "node:v8";

/** Arguments for `node` under which every collection is a full one and happens after each MiB allocated. */
export const peakMemoryArgs: readonly string[] = [
  "--expose-gc",
  "--gc-global",
  // Code that is dropped while nothing calls it would look like memory that the work freed.
  "--no-flush-bytecode",
  "--min-semi-space-size=1",
  "--max-semi-space-size=1",
];

/**
 * Runs synchronous work and tells how many bytes of objects and array buffers it held at its height, its result
 * included, beyond what was in use before.
 *
 * Looks at every garbage collection, just before it. So up to about two MiB of garbage count too; stacks and compiled
 * code, which a process also takes memory for, do not. Needs {@link peakMemoryArgs}.
 */
export function measurePeakBytes<T>(work: () => T): { readonly result: T; readonly bytes: number } {
  const collect = globalThis.gc;
  if (collect === undefined) throw new Error("memory measurements need node --expose-gc");
  // Array buffers are freed in the background; what an earlier collection released is gone after the next ones.
  for (let i = 0; i < 3; i++) collect();
  const before = process.memoryUsage();
  const profiler = new GCProfiler();
  profiler.start();
  const result = work();
  collect();
  const { statistics } = profiler.stop();
  const used = statistics.map(
    ({ beforeGC: { heapStatistics: heap } }) => heap.usedHeapSize + heap.externalMemory,
  );
  return { result, bytes: Math.max(...used) - before.heapUsed - before.external };
}
