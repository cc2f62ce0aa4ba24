/** A signal of one call's own. */
export interface OpenCall {
  readonly signal: AbortSignal;
  /** The call has settled: nothing keeps its signal any more. */
  readonly close: () => void;
}

/**
 * The calls in flight, to end them all at once. Each has a signal of its own: `fetch` and `AbortSignal.any` leave their
 * listeners on a signal until garbage is collected, and one that lives for many calls would gather thousands.
 */
export class OpenCalls {
  readonly #controllers = new Set<AbortController>();

  /** Opens a call. It is aborted with the caller's signal, and with the same reason. */
  open(source: AbortSignal | undefined): OpenCall {
    const controller = new AbortController();
    const onAbort = (): void => controller.abort(source?.reason);
    if (source?.aborted === true) onAbort();
    source?.addEventListener("abort", onAbort, { once: true });
    this.#controllers.add(controller);
    return {
      signal: controller.signal,
      close: () => {
        source?.removeEventListener("abort", onAbort);
        this.#controllers.delete(controller);
      },
    };
  }

  /** Aborts those that are open. */
  abortAll(reason: unknown): void {
    for (const controller of this.#controllers) controller.abort(reason);
  }
}
