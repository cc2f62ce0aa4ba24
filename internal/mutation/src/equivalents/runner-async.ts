import type { Equivalent } from "./equivalent.ts";

/** Changes of `runner-async` that alter nothing. */
export const runnerAsync: readonly Equivalent[] = [
  {
    file: "runner-async/src/async-runner.ts",
    code: "#busySince = 0;",
    changes: ["0 -> (0 + 1)"],
    reason: "it is set before it is read",
  },
];
