/**
 * Waits for work, but no longer than until it is cancelled, from outside or because its time is over. The work goes on
 * if it does not heed the controller's signal; what becomes of it then is nobody's concern.
 *
 * @throws whatever the work throws, or the reason of the cancellation
 */
export async function timed<T>(
  cancel: AbortController,
  timeoutMs: number,
  makeReason: () => unknown,
  work: () => Promise<T>,
): Promise<T> {
  const { signal } = cancel;
  signal.throwIfAborted();
  return await new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => cancel.abort(makeReason()), timeoutMs);
    const onAbort = (): void => settle(() => reject(signal.reason as Error));
    function settle(outcome: () => void): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      outcome();
    }
    signal.addEventListener("abort", onAbort);
    work().then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error as Error)),
    );
  });
}
