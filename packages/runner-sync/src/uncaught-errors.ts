/** The part of Node's `process` that is needed; absent elsewhere. */
interface NodeProcess {
  on?(event: "uncaughtExceptionMonitor", listener: (error: unknown) => void): void;
  off?(event: "uncaughtExceptionMonitor", listener: (error: unknown) => void): void;
}

/** The part of a browser's worker scope that is needed. */
interface Scope {
  readonly process?: NodeProcess;
  addEventListener?(type: string, listener: (event: unknown) => void): void;
  removeEventListener?(type: string, listener: (event: unknown) => void): void;
}

/**
 * Watches for errors that nothing in this thread catches, before they end it, as they do in Node. They take their course.
 *
 * @returns stops watching
 */
export function watchUncaughtErrors(onError: (error: unknown) => void): () => void {
  const scope = globalThis as Scope;
  const onEvent = (event: unknown): void => {
    const { error, reason } = event as { error?: unknown; reason?: unknown };
    onError(error ?? reason ?? event);
  };
  scope.process?.on?.("uncaughtExceptionMonitor", onError);
  scope.addEventListener?.("error", onEvent);
  scope.addEventListener?.("unhandledrejection", onEvent);
  return () => {
    scope.process?.off?.("uncaughtExceptionMonitor", onError);
    scope.removeEventListener?.("error", onEvent);
    scope.removeEventListener?.("unhandledrejection", onEvent);
  };
}
