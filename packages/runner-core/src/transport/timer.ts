/** Options of {@link startTimer}. */
export interface TimerOptions {
  /** Lets a Node process end while the timer waits; other platforms have no such choice. @default false */
  readonly unref?: boolean | undefined;
}

/** Longest time that a platform's timer can wait, in milliseconds; with more it fires at once. */
export const maxTimerMs: number = 2 ** 31 - 1;

/**
 * Calls back once after a time: never inside this call, and never at all after `Infinity`. Waits longer than the 24 days
 * of a platform's timer if asked to.
 *
 * @param ms milliseconds, checked with {@link checkedDuration} if they come from a user
 * @returns cancels the timer; does nothing after the call
 *
 * @example
 * ```ts
 * import { startTimer } from "@lutra/runner-core/transport";
 *
 * const cancel = startTimer(5000, () => console.log("too late"));
 * cancel();
 * ```
 */
export function startTimer(
  ms: number,
  onTime: () => void,
  { unref = false }: TimerOptions = {},
): () => void {
  if (ms === Infinity) return () => {};
  let remainingMs = ms;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const arm = (): void => {
    const partMs = Math.min(remainingMs, maxTimerMs);
    remainingMs -= partMs;
    timer = setTimeout(remainingMs > 0 ? arm : onTime, partMs);
    if (unref) (timer as { unref?(): unknown }).unref?.();
  };
  arm();
  return () => clearTimeout(timer);
}

/**
 * Waits for a promise to settle, but not longer than a time.
 *
 * @param ms milliseconds; `Infinity` waits as long as it takes
 * @returns `true` if it settled in time. Never rejects: the outcome is for others to read
 */
export async function settlesWithin(
  promise: Promise<unknown>,
  ms: number,
  options?: TimerOptions,
): Promise<boolean> {
  let cancel = (): void => {};
  const late = new Promise<boolean>((resolve) => {
    cancel = startTimer(ms, () => resolve(false), options);
  });
  const settled = promise.then(
    () => true,
    () => true,
  );
  const isSettled = await Promise.race([settled, late]);
  cancel();
  return isSettled;
}
