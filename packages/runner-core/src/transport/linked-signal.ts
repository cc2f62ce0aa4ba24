/** A signal that follows several others until it is unlinked. */
export interface LinkedSignal {
  readonly signal: AbortSignal;
  /** Stops following: long-lived signals keep nothing of this one. */
  readonly unlink: () => void;
}

/**
 * Makes a signal that aborts as soon as one of the given ones does, with its reason. Unlike `AbortSignal.any` it leaves
 * no listener on a signal that lives as long as a connection.
 */
export function linkedSignal(sources: readonly AbortSignal[]): LinkedSignal {
  const controller = new AbortController();
  const unlink = (): void => {
    for (const source of sources) source.removeEventListener("abort", onAbort);
  };
  function onAbort(this: AbortSignal): void {
    unlink();
    controller.abort(this.reason);
  }
  for (const source of sources) {
    if (source.aborted) {
      onAbort.call(source);
      break;
    }
    source.addEventListener("abort", onAbort);
  }
  return { signal: controller.signal, unlink };
}
