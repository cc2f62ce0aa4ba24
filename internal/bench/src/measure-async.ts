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

/**
 * What a call costs more than another one, in nanoseconds of this process's CPU time. Both are timed in slices, side by
 * side and in random order; the result is the median of the differences, which a machine that slows down between slices
 * does not bend.
 */
export async function measureAddedNs(
  run: () => Promise<unknown>,
  base: () => Promise<unknown>,
  { pairs, callsPerSlice }: { readonly pairs: number; readonly callsPerSlice: number },
): Promise<number> {
  for (let i = 0; i < 20; i++) {
    await timeCalls(run, callsPerSlice);
    await timeCalls(base, callsPerSlice);
  }
  const differences: number[] = [];
  for (let i = 0; i < pairs; i++) {
    const early = Math.random() < 0.5 ? await timeCalls(base, callsPerSlice) : undefined;
    const ours = await timeCalls(run, callsPerSlice);
    const theirs = early ?? (await timeCalls(base, callsPerSlice));
    differences.push((ours - theirs) / callsPerSlice);
  }
  return median(differences);
}
