import type { RunnerScheme } from "./scheme.ts";

/** Executes bytecode here; `DIR` is what file functions see. */
export const interpreter: RunnerScheme = {
  names: ["interpreter", "lt"],
  form: "interpreter[:DIR]",
  summary: "bytecode, in this process; file functions see DIR only",
  options: ["maxSteps"],
  blocks: true,
  async connect({ rest }, { maxSteps }) {
    const [{ AsyncRunner }, { InterpreterRunner }] = await Promise.all([
      import("@lutra/runner-async"),
      import("@lutra/runner-interpreter"),
    ]);
    const files =
      rest === ""
        ? {}
        : { fileSystem: (await import("@lutra/runner-interpreter/node")).createFileSystem(rest) };
    const limits = maxSteps === undefined ? {} : { maxSteps };
    return new AsyncRunner(new InterpreterRunner({ ...files, ...limits }));
  },
};
