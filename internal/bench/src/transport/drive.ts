import { median } from "../measure.ts";

/** Load on a server. */
export interface DriveOptions {
  /** Calls that wait for an answer at any time. */
  readonly inFlight: number;
  readonly warmUpMs: number;
  readonly slices: number;
  readonly sliceMs: number;
}

/** Keeps calls in flight for a while and returns the answers per second. */
async function drive(call: () => Promise<unknown>, inFlight: number, ms: number): Promise<number> {
  const start = performance.now();
  const end = start + ms;
  let answers = 0;
  const caller = async (): Promise<void> => {
    while (performance.now() < end) {
      await call();
      answers++;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, caller));
  return (answers * 1000) / (performance.now() - start);
}

/**
 * Calls per second with the given number in flight: the median over the slices, after a warm-up.
 *
 * Wall time, because most of a call is waiting and half of it happens in the other process.
 */
export async function measureCallRate(
  call: () => Promise<unknown>,
  { inFlight, warmUpMs, slices, sliceMs }: DriveOptions,
): Promise<number> {
  await drive(call, inFlight, warmUpMs);
  const rates: number[] = [];
  for (let i = 0; i < slices; i++) rates.push(await drive(call, inFlight, sliceMs));
  return median(rates);
}
