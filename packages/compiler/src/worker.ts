/**
 * The side of the compiler that runs in a worker.
 *
 * @module
 */
import { listenTo, type PortLike, workerPort } from "@lutra/runner-core/transport";
import { CompilerCrash, CompilerInstance } from "./instance.ts";
import { loadModule } from "./load-module.ts";
import type { RequestMessage, StartMessage, WorkerMessage } from "./messages.ts";

/**
 * Serves the compiler to the creator of this worker. A module for `createCompiler` needs nothing else.
 *
 * @throws RunnerError `UNSUPPORTED` outside a dedicated worker
 * @example
 * ```ts no-run
 * serveCompiler();
 * ```
 */
export function serveCompiler(port: PortLike = workerPort()): void {
  let module: WebAssembly.Module | undefined;
  let instance: CompilerInstance | undefined;
  const send = (message: WorkerMessage): void => port.postMessage(message);

  const start = async ({ wasm }: StartMessage): Promise<void> => {
    try {
      module = typeof wasm === "object" ? wasm : await loadModule(wasm);
      send({ kind: "started", module });
    } catch (error) {
      send({ kind: "missing", reason: error instanceof Error ? error.message : String(error) });
    }
  };

  const handle = (module: WebAssembly.Module, request: RequestMessage): void => {
    try {
      instance ??= new CompilerInstance(module);
      send({ kind: "response", parts: instance.handle(request) });
    } catch (error) {
      instance = undefined;
      if (!(error instanceof CompilerCrash)) throw error;
      send({ kind: "crashed", reason: error.message });
    }
  };

  listenTo(port, {
    message: (message) => {
      if (module === undefined) void start(message as StartMessage);
      else handle(module, message as RequestMessage);
    },
    lost: () => {},
  });
}
