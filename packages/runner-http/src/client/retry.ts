import { ErrorCode, LostCallError } from "@lutra/runner-core";
import { backoffMs, startTimer } from "@lutra/runner-core/transport";
import type { Cancellation } from "../cancellation.ts";

/** Returns the time to wait before a request is repeated, in milliseconds; `undefined` if it must not be repeated. */
export function retryDelay(
  error: unknown,
  retries: number,
  isIdempotent: boolean | undefined,
): number | undefined {
  if (!(error instanceof LostCallError) || error.code !== ErrorCode.CONNECTION_CLOSED) {
    return undefined;
  }
  if (error.mayHaveRun && isIdempotent !== true) return undefined;
  return error.retryAfterMs + backoffMs(retries);
}

/** Waits. @throws the reason of the cancellation */
export function pause(ms: number, cancellation: Cancellation): Promise<void> {
  return new Promise((resolve, reject) => {
    if (cancellation.isCancelled) return reject(cancellation.reason as Error);
    const cancelTimer = startTimer(ms, resolve);
    cancellation.onCancel = (reason) => {
      cancelTimer();
      reject(reason as Error);
    };
  });
}
