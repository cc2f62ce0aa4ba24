/** The part of Node's `process` that is needed; absent elsewhere. */
interface NodeProcess {
  getBuiltinModule?(name: "node:events"): {
    setMaxListeners(count: number, target: EventTarget): void;
  };
}

/**
 * Lets any number of listeners wait for a signal: calls that run side by side on a connection share one. Node would
 * report the 11th as a leak; other platforms do not count.
 */
export function withUnlimitedListeners(signal: AbortSignal): AbortSignal {
  const { process } = globalThis as { process?: NodeProcess };
  process?.getBuiltinModule?.("node:events").setMaxListeners(0, signal);
  return signal;
}
