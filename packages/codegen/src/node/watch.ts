import { setTimeout as sleep } from "node:timers/promises";
import { FolderWatch } from "./folder-watch.ts";
import { type PassResults, type ProjectOptions, runProjectPass } from "./project-pass.ts";

/** Time that events are joined for, in milliseconds. */
const quietMs = 50;

/** Settings of {@link watch}. */
export interface WatchOptions extends ProjectOptions {
  /** Called before each pass. */
  readonly onBegin?: () => void;
  /** Called after each pass, also one that failed. */
  readonly onPass: (results: PassResults) => void;
  /** Ends the watching. */
  readonly signal: AbortSignal;
}

/**
 * Generates modules now and whenever a file changes that they are made of, until `signal` aborts. Errors are reported,
 * keep the last good file, and do not end it. One pass runs at a time.
 *
 * @example
 * await watch({ signal, onPass: (results) => console.log(results) });
 */
export async function watch(options: WatchOptions): Promise<void> {
  const { signal, onBegin, onPass } = options;
  let isChanged = false;
  let wake = (): void => {};
  const onAbort = (): void => wake();
  const folders = new FolderWatch(() => {
    isChanged = true;
    wake();
  });
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    while (!signal.aborted) {
      isChanged = false;
      onBegin?.();
      onPass(await runProjectPass(options, folders));
      if (!isChanged && !signal.aborted) {
        await new Promise<void>((resolved) => {
          wake = resolved;
        });
      }
      // The events of one change come together.
      await sleep(quietMs, undefined, { signal }).catch(() => {});
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
    folders.close();
  }
}
