import { Worker } from "node:worker_threads";

/** Starts one of the modules in `../workers`, straight from its source. */
export function startWorker(name: string): Worker {
  return new Worker(new URL("run-source.mjs", import.meta.url), {
    workerData: new URL(`../workers/${name}`, import.meta.url).href,
    execArgv: ["--conditions=@lutra/source"],
  });
}
