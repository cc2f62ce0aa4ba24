import { median } from "../measure.ts";
import { cpuTimeMs } from "./cpu-time.ts";

/** Calls that wait for an answer at any time: enough to keep four replicas busy, and below the limit of each. */
export const inFlight = 16;

/** Keeps calls in flight for a while, and returns how long each took, in milliseconds. */
export async function timeCalls(
  call: () => Promise<unknown>,
  ms: number,
): Promise<readonly number[]> {
  const end = performance.now() + ms;
  const times: number[] = [];
  const caller = async (): Promise<void> => {
    for (let began = performance.now(); began < end; began = performance.now()) {
      await call();
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, caller));
  return times;
}

/** A call to replicas, and the processes that work on it. */
export interface Target {
  readonly call: () => Promise<unknown>;
  /** Ids of the replicas' processes. */
  readonly replicas: readonly number[];
  /** Ids of the processes between client and replicas. */
  readonly front: readonly number[];
}

/** Measured speed of replicas, and of one alone. */
export interface LoadReading {
  readonly callsPerSecond: number;
  /** Calls per second over those of one replica alone. */
  readonly ratio: number;
  /** Half of the calls took no longer, in milliseconds. */
  readonly p50: number;
  /** All but a hundredth of the calls took no longer, in milliseconds. */
  readonly p99: number;
  /** CPU time of the replicas for a call, in milliseconds. */
  readonly replicaCpu: number;
  /** CPU time for a call of what is between client and replicas, in milliseconds. */
  readonly frontCpu: number;
}

/**
 * Measures replicas and one alone in slices by turns, so that other load on the machine bends their ratio little.
 *
 * CPU times do not count what other processes do.
 */
export async function measureLoad(
  { call, replicas, front }: Target,
  alone: () => Promise<unknown>,
  { slices, sliceMs }: { readonly slices: number; readonly sliceMs: number },
): Promise<LoadReading> {
  // Every replica has code of its own to compile.
  for (const each of [call, alone]) await timeCalls(each, 2 * sliceMs);
  const times: number[] = [];
  const rates: number[] = [];
  const ratios: number[] = [];
  let [replicaCpu, frontCpu] = [0, 0];
  for (let slice = 0; slice < slices; slice++) {
    const before = [cpuTimeMs(replicas), cpuTimeMs(front)] as const;
    const { taken, rate } = await timeSlice(call, sliceMs);
    replicaCpu += cpuTimeMs(replicas) - before[0];
    frontCpu += cpuTimeMs(front) - before[1];
    times.push(...taken);
    rates.push(rate);
    ratios.push(rate / (await timeSlice(alone, sliceMs)).rate);
  }
  times.sort((a, b) => a - b);
  return {
    callsPerSecond: median(rates),
    ratio: median(ratios),
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    replicaCpu: replicaCpu / times.length,
    frontCpu: frontCpu / times.length,
  };
}

async function timeSlice(
  call: () => Promise<unknown>,
  ms: number,
): Promise<{ readonly taken: readonly number[]; readonly rate: number }> {
  const start = performance.now();
  const taken = await timeCalls(call, ms);
  return { taken, rate: (taken.length * 1000) / (performance.now() - start) };
}

/** Returns the smallest of sorted numbers that a share of them does not exceed; NaN if there are none. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
