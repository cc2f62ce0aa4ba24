import { ErrorCode } from "@lutra/runner-core";
import { startTimer } from "@lutra/runner-core/transport";
import type { Cancellation } from "../cancellation.ts";
import { LostCallError } from "./lost-call.ts";

/** Time before the first repetition, in milliseconds. Each further one waits for twice as long. */
const firstDelayMs = 100;

/**
 * Returns how long to wait before a request is repeated, in milliseconds: at random from half of a time on, so that the
 * clients that a server lost do not come back all at once. `undefined` for a request that must not be repeated.
 */
export function retryDelay(
  error: unknown,
  retries: number,
  isIdempotent: boolean,
): number | undefined {
  if (!(error instanceof LostCallError) || error.code !== ErrorCode.CONNECTION_CLOSED) {
    return undefined;
  }
  if (error.mayHaveRun && !isIdempotent) return undefined;
  return error.retryAfterMs + firstDelayMs * 2 ** retries * (0.5 + Math.random() / 2);
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
