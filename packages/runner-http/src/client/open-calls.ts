import { Cancellation } from "../cancellation.ts";

/** A cancellation of one call's own. */
export interface OpenCall {
  readonly cancellation: Cancellation;
  /** The call has settled: nothing keeps its cancellation any more. */
  readonly close: () => void;
}

/**
 * The calls in flight, to end them all at once. Each has a signal of its own: `fetch` and `AbortSignal.any` leave their
 * listeners on a signal until garbage is collected, and one that lives for many calls would gather thousands.
 */
export class OpenCalls {
  readonly #cancellations = new Set<Cancellation>();

  /** Opens a call. It is cancelled when the caller's signal aborts, and with the same reason. */
  open(source: AbortSignal | undefined): OpenCall {
    const cancellation = new Cancellation();
    const onAbort = (): void => cancellation.cancel(source?.reason);
    if (source?.aborted === true) onAbort();
    source?.addEventListener("abort", onAbort, { once: true });
    this.#cancellations.add(cancellation);
    return {
      cancellation,
      close: () => {
        source?.removeEventListener("abort", onAbort);
        this.#cancellations.delete(cancellation);
      },
    };
  }

  /** Cancels those that are open. */
  cancelAll(reason: unknown): void {
    for (const cancellation of this.#cancellations) cancellation.cancel(reason);
  }
}
