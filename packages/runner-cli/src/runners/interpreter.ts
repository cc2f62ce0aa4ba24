import { Worker } from "node:worker_threads";
import type { Run } from "@lutra/runner-core";
import type { FileSystem } from "@lutra/runner-interpreter";
import { CommandError } from "../command-error.ts";
import type { RunnerScheme } from "./scheme.ts";

/** Executes bytecode here; `DIR` is what file functions see. */
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

/** What the thread does. A text, because a file of its own would have one name in the sources and another in the package. */
const threadSource = `
  import { workerData } from "node:worker_threads";
  const { modules, folder, limits } = workerData;
  const [{ servePort, workerPort }, { AsyncRunner }, { InterpreterRunner }, { createFileSystem }] =
    await Promise.all(modules.map((module) => import(module)));
  const files = folder === "" ? {} : { fileSystem: createFileSystem(folder) };
  const runner = new AsyncRunner(new InterpreterRunner({ ...files, ...limits }));
  // One client stands for all that are served, and each of those has a limit of its own.
  servePort(runner, workerPort(), { maxPrograms: Number.MAX_SAFE_INTEGER });
`;

/** The interpreter in a thread of its own: whoever serves it goes on hearing clients and signals while it computes. */
async function startThread(folder: string, maxSteps: number | undefined): Promise<Run> {
  const { ThreadRunner } = await import("./thread-runner.ts");
  if (folder !== "") await openFolder(folder); // what is wrong with it is told here, and now
  const modules = [
    import.meta.resolve("@lutra/runner-channel"),
    import.meta.resolve("@lutra/runner-async"),
    import.meta.resolve("@lutra/runner-interpreter"),
    import.meta.resolve("@lutra/runner-interpreter/node"),
  ];
  const limits = maxSteps === undefined ? {} : { maxSteps };
  const workerData = { modules, folder, limits };
  const source = new URL(`data:text/javascript,${encodeURIComponent(threadSource)}`);
  return new ThreadRunner(() => new Worker(source, { workerData }));
}
