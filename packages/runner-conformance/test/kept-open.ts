import type { Run } from "@lutra/runner-core";

/** Returns a view of a runner that several cases use one after the other: shutting it down does nothing. */
export function keptOpen(runner: Run): Run {
  const nothing = async (): Promise<void> => {};
  return {
    run: (...args) => runner.run(...args),
    prepare: (...args) => runner.prepare(...args),
    execute: (...args) => runner.execute(...args),
    release: (...args) => runner.release(...args),
    getInterface: () => runner.getInterface(),
    getExternals: () => runner.getExternals(),
    shutdown: nothing,
    [Symbol.asyncDispose]: nothing,
  };
}
