import { median } from "./measure.ts";
import type { Settings } from "./settings.ts";

function cpuNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1e3;
}

async function timeCalls(run: () => Promise<unknown>, calls: number): Promise<number> {
  const start = cpuNs();
  for (let i = 0; i < calls; i++) await run();
  return cpuNs() - start;
}

/**
 * Measures the CPU time that one call costs this process, in nanoseconds: the median over the slices, after a warm-up.
 * One call at a time; what another process does meanwhile does not count.
 */
export async function measureAsyncNs(
  run: () => Promise<unknown>,
  { warmUpMs, slices, sliceMs }: Pick<Settings, "warmUpMs" | "slices" | "sliceMs">,
): Promise<number> {
  const end = cpuNs() + warmUpMs * 1e6;
  let calls = 0;
  const start = cpuNs();
  do {
    await run();
    calls++;
  } while (cpuNs() < end);
  const perCall = (cpuNs() - start) / calls;
  const perSlice = Math.max(1, Math.round((sliceMs * 1e6) / perCall));
  const readings: number[] = [];
  for (let i = 0; i < slices; i++) readings.push((await timeCalls(run, perSlice)) / perSlice);
  return median(readings);
}

/** Settings for measuring two functions side by side. */
export interface PairSettings {
  readonly pairs: number;
  readonly callsPerSlice: number;
  /** Of each of the two, before anything is timed. @default 1000 */
  readonly warmUpCalls?: number;
}

/** Cost of a call in one slice, in nanoseconds: CPU time of this process, and time. */
type Slice = readonly [cpu: number, wall: number];

/** Times two in slices, side by side and in random order: a machine that slows down between slices bends no pair much. */
async function timePairs(
  run: () => Promise<unknown>,
  base: () => Promise<unknown>,
  { pairs, callsPerSlice, warmUpCalls = 1000 }: PairSettings,
): Promise<readonly (readonly [ours: Slice, theirs: Slice])[]> {
  for (let i = 0; i < warmUpCalls; i++) {
    await run();
    await base();
  }
  const slice = async (work: () => Promise<unknown>): Promise<Slice> => {
    const start = performance.now();
    const spent = await timeCalls(work, callsPerSlice);
    return [spent / callsPerSlice, ((performance.now() - start) * 1e6) / callsPerSlice];
  };
  const readings: (readonly [Slice, Slice])[] = [];
  for (let i = 0; i < pairs; i++) {
    const early = Math.random() < 0.5 ? await slice(base) : undefined;
    const ours = await slice(run);
    readings.push([ours, early ?? (await slice(base))]);
  }
  return readings;
}

/**
 * Measures the CPU time of a call over that of another one: the median of the ratios of slices that were timed side by
 * side.
 */
export async function measureRatio(...args: Parameters<typeof timePairs>): Promise<number> {
  return median((await timePairs(...args)).map(([ours, theirs]) => ours[0] / theirs[0]));
}

/** Cost of a call beyond that of another one, in nanoseconds. */
export interface Added {
  readonly cpuNs: number;
  readonly wallNs: number;
}

/**
 * Measures the cost of a call beyond that of another one: the medians of the differences of slices that were timed side
 * by side.
 */
export async function measureAdded(...args: Parameters<typeof timePairs>): Promise<Added> {
  const readings = await timePairs(...args);
  return {
    cpuNs: median(readings.map(([ours, theirs]) => ours[0] - theirs[0])),
    wallNs: median(readings.map(([ours, theirs]) => ours[1] - theirs[1])),
  };
}

/** Measures the same, of CPU time alone. */
export async function measureAddedNs(...args: Parameters<typeof measureAdded>): Promise<number> {
  return (await measureAdded(...args)).cpuNs;
}
