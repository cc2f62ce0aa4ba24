/**
 * The end of a request before its answer: its client goes away, its caller gives up, or its time is over. Making an
 * `AbortSignal` and listening to it takes as long as much of a small request, so there is one only if it is asked for.
 */
export class Cancellation {
  #isCancelled = false;
  #reason: unknown;
  #controller: AbortController | undefined;

  /** Called with the reason, once, when the request is cancelled; set by the code that waits at the time. */
  onCancel: ((reason: unknown) => void) | undefined;

  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  /** Reason with which the request was cancelled. */
  get reason(): unknown {
    return this.#reason;
  }

  /** The same as a signal, made when it is asked for. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isCancelled) this.#controller.abort(this.#reason);
    return this.#controller.signal;
  }

  /** Cancels the request, unless it was. */
  cancel(reason: unknown): void {
    if (this.#isCancelled) return;
    this.#isCancelled = true;
    this.#reason = reason;
    this.#controller?.abort(reason);
    this.onCancel?.(reason);
  }
}
