import { ErrorCode, RunnerError } from "@lutra/runner-core";

/**
 * Makes sure that this thread may block.
 *
 * @throws RunnerError `UNSUPPORTED` on a browser's main thread, and on pages that are not cross-origin isolated
 */
export function assertCanBlock(): void {
  const instead =
    "InterpreterRunner of @lutra/runner-interpreter is synchronous without it; other runners: await their calls";
  if (typeof SharedArrayBuffer === "undefined") {
    // Some builds of WebKit have none on any page.
    const lack = globalThis.crossOriginIsolated
      ? "this browser lacks"
      : "pages have only with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp";
    const message = `SyncRunner needs SharedArrayBuffer, which ${lack}. ${instead}`;
    throw new RunnerError(message, { code: ErrorCode.UNSUPPORTED });
  }
  try {
    // Never waits, the value being another; but throws where waiting is forbidden.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);
  } catch (cause) {
    const message = `SyncRunner blocks, which a browser's main thread must not: use it in a worker. ${instead}`;
    throw new RunnerError(message, { code: ErrorCode.UNSUPPORTED, cause });
  }
}
