import { startTimer } from "./timer.ts";

/** Time before the first repetition, in milliseconds. */
const firstMs = 100;

/**
 * Returns the time to wait before a repetition, in milliseconds: 0.1 s before the first, then twice as long each time,
 * and at random between half of that and all of it, so that the clients that a server lost do not come back all at
 * once.
 *
 * @param retries number of repetitions so far
 */
export function backoffMs(retries: number): number {
  return firstMs * 2 ** retries * (0.5 + Math.random() / 2);
}

/**
 * Waits for a time.
 *
 * @param ms milliseconds
 * @throws the signal's reason, unchanged, as soon as it aborts
 */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const onAbort = (): void => {
      cancel();
      reject(signal.reason as Error);
    };
    const cancel = startTimer(ms, () => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    });
    signal.addEventListener("abort", onAbort, { once: true });
  });
}
