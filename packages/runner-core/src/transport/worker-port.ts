import { ErrorCode, RunnerError } from "../error.ts";
import type { PortLike } from "./port.ts";

/** The part of Node's `process` that is needed; absent elsewhere. */
interface NodeProcess {
  getBuiltinModule?(name: "node:worker_threads"): { readonly parentPort: PortLike | null };
}

/**
 * Events of a worker's scope in a browser that concern its port. An uncaught error does not: it ends neither the
 * worker nor the port, and the creator of the worker is told.
 */
const portEvents: readonly string[] = ["message", "messageerror"];

/** The part of a browser's dedicated worker that is needed. */
interface WorkerScope {
  readonly WorkerGlobalScope?: unknown;
  readonly postMessage?: unknown;
  readonly process?: NodeProcess;
}

/**
 * Returns the port to the creator of this worker, in a browser or in Node.
 *
 * @throws RunnerError `UNSUPPORTED` outside a dedicated worker
 *
 * @example
 * ```ts
 * import { servePort } from "@lutra/runner-channel";
 *
 * servePort(runner, workerPort());
 * ```
 */
export function workerPort(): PortLike {
  const scope = globalThis as WorkerScope;
  const parentPort = scope.process?.getBuiltinModule?.("node:worker_threads").parentPort;
  if (parentPort != null) return parentPort;
  if (scope.WorkerGlobalScope !== undefined && typeof scope.postMessage === "function") {
    const port = globalThis as unknown as PortLike;
    return {
      postMessage: (message, transfer) => port.postMessage(message, transfer),
      addEventListener: (type, listener) => {
        if (portEvents.includes(type)) port.addEventListener?.(type, listener);
      },
      removeEventListener: (type, listener) => port.removeEventListener?.(type, listener),
    };
  }
  throw new RunnerError(
    "workerPort works in a dedicated worker only: elsewhere, pass one port of a MessageChannel",
    { code: ErrorCode.UNSUPPORTED },
  );
}
