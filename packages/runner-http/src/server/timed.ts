import { startTimer } from "@lutra/runner-core/transport";
import type { Cancellation } from "../cancellation.ts";

/**
 * Waits for work, but no longer than until it is cancelled, from outside or because its time is over. The work goes on
 * if it does not heed that; what becomes of it then is ignored.
 *
 * @throws whatever the work throws, or the reason of the cancellation
 */
export function timed<T>(
  cancellation: Cancellation,
  timeoutMs: number,
  makeReason: () => unknown,
  work: () => Promise<T>,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (cancellation.isCancelled) return reject(cancellation.reason as Error);
    // First of all: it may throw.
    const working = work();
    const cancelTimer = startTimer(timeoutMs, () => cancellation.cancel(makeReason()));
    const settle = (): void => {
      cancelTimer();
      cancellation.onCancel = undefined;
    };
    cancellation.onCancel = (reason) => {
      settle();
      reject(reason as Error);
    };
    working.then(
      (value) => {
        settle();
        resolve(value);
      },
      (error: unknown) => {
        settle();
        reject(error as Error);
      },
    );
  });
}
