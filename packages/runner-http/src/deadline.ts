/** A signal that aborts with another one or when its time is over. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Stops the clock; long-lived signals keep nothing of this one. */
  readonly stop: () => void;
}

/** Starts a deadline. A source that has aborted counts. */
export function deadline(
  source: AbortSignal | undefined,
  timeoutMs: number,
  reason: unknown,
): Deadline {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(source?.reason);
  const timer = setTimeout(() => controller.abort(reason), timeoutMs);
  source?.addEventListener("abort", onAbort, { once: true });
  if (source?.aborted === true) onAbort();
  return {
    signal: controller.signal,
    stop: () => {
      clearTimeout(timer);
      source?.removeEventListener("abort", onAbort);
    },
  };
}
