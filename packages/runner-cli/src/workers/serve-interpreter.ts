import { workerData } from "node:worker_threads";
import { AsyncRunner } from "@lutra/runner-async";
import { servePort, workerPort } from "@lutra/runner-channel";
import { InterpreterRunner } from "@lutra/runner-interpreter";
import { createFileSystem } from "@lutra/runner-interpreter/node";

/** Settings of the thread that executes programs for `serve`. */
export interface InterpreterSettings {
  /** Folder that file functions see; empty for none. */
  readonly folder: string;
  readonly maxSteps: number | undefined;
}

const { folder, maxSteps } = workerData as InterpreterSettings;
const runner = new InterpreterRunner({
  ...(folder !== "" && { fileSystem: createFileSystem(folder) }),
  ...(maxSteps !== undefined && { maxSteps }),
});
// One client stands for all that are served, and each of those has a limit of its own.
servePort(new AsyncRunner(runner), workerPort(), {
  maxPrograms: Number.MAX_SAFE_INTEGER,
  maxProgramBytes: 2 ** 30,
});
