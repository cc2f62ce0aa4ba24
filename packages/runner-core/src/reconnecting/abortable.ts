/**
 * Waits for work that others may wait for too, until the caller's signal aborts. The work goes on then.
 *
 * @throws the signal's reason, unchanged
 */
export async function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await work;
  // No one may be left to hear of its failure.
  work.catch(() => {});
  signal.throwIfAborted();
  return await new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", onAbort, { once: true });
    const unlisten = (): void => signal.removeEventListener("abort", onAbort);
    work.then(resolve, reject).finally(unlisten);
  });
}
