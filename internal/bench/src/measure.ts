import type { Settings } from "./settings.ts";

/** Settings of a measurement: how long, and how often. */
export type MeasureOptions = Pick<Settings, "warmUpMs" | "slices" | "sliceMs">;

// CPU time of the whole process, so that other load on the machine does not count and garbage collection on V8's
// helper threads does.
function cpuNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1e3;
}

/** Keeps results reachable, so that the optimiser cannot drop the work that makes them. */
const sink: { last: unknown } = { last: undefined };

function timeCalls(run: () => unknown, calls: number): number {
  const start = cpuNs();
  for (let i = 0; i < calls; i++) sink.last = run();
  return cpuNs() - start;
}

/** Warms `run` up for as much CPU time as asked for and returns how many calls fill one slice. */
function warmUp(run: () => unknown, options: MeasureOptions): number {
  const end = cpuNs() + options.warmUpMs * 1e6;
  let calls = 1;
  let best = Infinity;
  do {
    const took = timeCalls(run, calls);
    // A call too quick for the clock says nothing.
    if (took > 0) best = Math.min(best, took / calls);
    if (took < 1e6) calls *= 2;
  } while (cpuNs() < end);
  return Math.max(1, Math.round((options.sliceMs * 1e6) / best));
}

/** Returns the middle of the values; of an even number, the higher of the two in the middle. */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[values.length >> 1];
  if (middle === undefined) throw new RangeError("the median of no values does not exist");
  return middle;
}

/** Measures the CPU time of one call in nanoseconds: the median over the slices, after a warm-up. */
export function measureNs(run: () => unknown, options: MeasureOptions): number {
  const calls = warmUp(run, options);
  const slices = Array.from({ length: options.slices }, () => timeCalls(run, calls) / calls);
  return median(slices);
}

/**
 * Measures the bytes that one call allocates on the JavaScript heap, as a mean over the calls.
 *
 * Needs `--expose-gc` and a young generation that holds all calls, or collections hide allocations.
 */
export function measureHeapBytes(run: () => unknown, calls: number): number {
  const collect = globalThis.gc;
  if (collect === undefined) throw new Error("heap measurements need node --expose-gc");
  for (let i = 0; i < calls; i++) sink.last = run();
  sink.last = undefined;
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < calls; i++) sink.last = run();
  return (process.memoryUsage().heapUsed - before) / calls;
}
