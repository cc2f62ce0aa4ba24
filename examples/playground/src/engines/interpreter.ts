import type { Engine } from "./engine.ts";
import { inWorker } from "./in-worker.ts";

/** The interpreter, in a worker. */
export const interpreter: Engine = {
  id: "interpreter",
  title: "Interpreter",
  kind: "bytecodeLt",
  start: () =>
    inWorker(new Worker(new URL("./interpreter.worker.ts", import.meta.url), { type: "module" })),
};
