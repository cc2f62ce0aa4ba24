import { Worker } from "node:worker_threads";
import type { Run } from "@lutra/runner-core";
import type { FileSystem } from "@lutra/runner-interpreter";
import { CommandError } from "../errors/command-error.ts";
import type { InterpreterSettings } from "../workers/serve-interpreter.ts";
import type { RunnerScheme } from "./scheme.ts";

/** Executes bytecode here; file functions see `DIR`. */
export const interpreter: RunnerScheme = {
  names: ["interpreter", "lt"],
  form: "interpreter[:DIR]",
  summary: "bytecode, in this process; file functions see DIR only",
  options: ["maxSteps"],
  blocks: true,
  async connect({ rest: folder }, { maxSteps }, purpose) {
    if (purpose === "serve") return await startThread(folder, maxSteps);
    const [{ AsyncRunner }, { InterpreterRunner }] = await Promise.all([
      import("@lutra/runner-async"),
      import("@lutra/runner-interpreter"),
    ]);
    const files = folder === "" ? {} : { fileSystem: await openFolder(folder) };
    const limits = maxSteps === undefined ? {} : { maxSteps };
    return new AsyncRunner(new InterpreterRunner({ ...files, ...limits }));
  },
};

async function openFolder(folder: string): Promise<FileSystem> {
  const { createFileSystem } = await import("@lutra/runner-interpreter/node");
  try {
    return createFileSystem(folder);
  } catch (cause) {
    throw new CommandError(`cannot use ${folder} as a folder: ${(cause as Error).message}`, {
      help: "DIR of interpreter:DIR is the folder whose files programs may read",
      cause,
    });
  }
}

/** Starts the interpreter in a thread of its own: the server goes on hearing clients and signals while it computes. */
async function startThread(folder: string, maxSteps: number | undefined): Promise<Run> {
  const { ThreadRunner } = await import("./thread-runner.ts");
  if (folder !== "") await openFolder(folder); // a folder that cannot be used is reported here, and now
  const workerData: InterpreterSettings = { folder, maxSteps };
  const file = new URL(import.meta.resolve("#serve-interpreter"));
  return new ThreadRunner(() => new Worker(file, { workerData }));
}
