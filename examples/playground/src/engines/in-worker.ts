import { connectPort } from "@lutra/runner-channel";
import type { StartedEngine } from "./engine.ts";

/** Message of a worker whose runner takes calls. */
export const ready = "ready";

/** Waits until a worker is ready, and connects to the runner that it serves. */
export async function inWorker(worker: Worker): Promise<StartedEngine> {
  await new Promise<void>((resolve, reject) => {
    worker.addEventListener("message", () => resolve(), { once: true });
    worker.addEventListener("error", ({ message }) => reject(new Error(message)), { once: true });
  });
  return { run: connectPort(worker), terminate: () => worker.terminate() };
}
