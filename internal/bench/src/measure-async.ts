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
 * CPU time that one call costs this process, in nanoseconds: the median over the slices, after a warm-up. One call at a
 * time; what another process does meanwhile does not count.
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

/** Of each of the two that {@link measureAdded} compares. */
const warmUpCalls = 1000;

/** What a call costs more than another one, in nanoseconds. */
export interface Added {
  readonly cpuNs: number;
  readonly wallNs: number;
}

/**
 * What a call costs more than another one, of this process's CPU time and of time. Both are timed in slices, side by
 * side and in random order; the results are the medians of the differences, which a machine that slows down between
 * slices does not bend.
 */
export async function measureAdded(
  run: () => Promise<unknown>,
  base: () => Promise<unknown>,
  { pairs, callsPerSlice }: { readonly pairs: number; readonly callsPerSlice: number },
): Promise<Added> {
  for (let i = 0; i < warmUpCalls; i++) {
    await run();
    await base();
  }
  const cpu: number[] = [];
  const wall: number[] = [];
  const slice = async (work: () => Promise<unknown>): Promise<readonly [number, number]> => {
    const start = performance.now();
    const cpuNs = await timeCalls(work, callsPerSlice);
    return [cpuNs / callsPerSlice, ((performance.now() - start) * 1e6) / callsPerSlice];
  };
  for (let i = 0; i < pairs; i++) {
    const early = Math.random() < 0.5 ? await slice(base) : undefined;
    const ours = await slice(run);
    const theirs = early ?? (await slice(base));
    cpu.push(ours[0] - theirs[0]);
    wall.push(ours[1] - theirs[1]);
  }
  return { cpuNs: median(cpu), wallNs: median(wall) };
}

/** The same, of CPU time alone. */
export async function measureAddedNs(...args: Parameters<typeof measureAdded>): Promise<number> {
  return (await measureAdded(...args)).cpuNs;
}
