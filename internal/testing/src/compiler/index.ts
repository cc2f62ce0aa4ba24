import { Worker } from "node:worker_threads";
import { type Compiler, type CompilerOptions, createCompiler } from "@lutra/compiler";

const loader = new URL("../../../../scripts/load-typescript.mjs", import.meta.url).href;
const thread = new URL("../../../../packages/compiler/src/node/worker.ts", import.meta.url);

/** Starts the compiler's worker from its TypeScript, which a thread of a test does not load by itself. */
export function startCompiler(options: Omit<CompilerOptions, "worker"> = {}): Compiler {
  return createCompiler({
    timeoutMs: 60_000,
    ...options,
    worker: () =>
      new Worker(thread, {
        execArgv: ["--conditions=@lutra/source", "--import", loader],
        resourceLimits: { stackSizeMb: 8 },
      }),
  });
}
