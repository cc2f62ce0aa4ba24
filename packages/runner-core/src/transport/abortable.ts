/**
 * Waits for work that goes on for others, but no longer than until a caller's signal aborts.
 *
 * @throws whatever the work rejects with, or `signal.reason`
 */
export async function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await work;
  // A caller who gave up may have been the only one to hear of its failure.
  work.catch(() => {});
  signal.throwIfAborted();
  return await new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
