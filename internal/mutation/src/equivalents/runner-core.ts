import type { Equivalent } from "./equivalent.ts";

/** Changes of `runner-core` that alter nothing. */
export const runnerCore: readonly Equivalent[] = [
  {
    file: "runner-core/src/reconnecting/client.ts",
    code: "await this.#call(options, false, (connection) =>",
    changes: ["false -> true"],
    reason: "what begins no program is repeated in any case",
  },
  {
    file: "runner-core/src/reconnecting/client.ts",
    code: "return this.#call(undefined, false, ({ run }) => run.getInterface());",
    changes: ["false -> true"],
    reason: "what begins no program is repeated in any case",
  },
  {
    file: "runner-core/src/reconnecting/client.ts",
    code: "return this.#call(undefined, false, ({ run }) => run.getExternals());",
    changes: ["false -> true"],
    reason: "what begins no program is repeated in any case",
  },
  {
    file: "runner-core/src/reconnecting/connection.ts",
    code: "return new Promise((resolve) => setTimeout(resolve, 0));",
    changes: ["0 -> (0 + 1)"],
    reason: "Node waits for a millisecond in any case",
  },
  {
    file: "runner-core/src/transport/growing-bytes.ts",
    code: "if (end > bytes.length) {",
    changes: ["> -> >="],
    reason: "memory grows one piece sooner, and is cut to its length",
  },
  {
    file: "runner-core/src/transport/growing-bytes.ts",
    code: "const grown = new Uint8Array(Math.max(end, 2 * bytes.length));",
    changes: ["2 -> (2 + 1)"],
    reason: "memory grows less often, and is cut to its length",
  },
  {
    file: "runner-core/src/transport/pending-calls.ts",
    code: "if (this.#count * 2 >= this.#places.length) this.#grow();",
    changes: [">= -> >", "2 -> (2 + 1)"],
    reason: "places grow one call sooner or later, and are found as well",
  },
  {
    file: "runner-core/src/transport/timer.ts",
    code: "export const maxTimerMs: number = 2 ** 31 - 1;",
    changes: ["1 -> (1 + 1)"],
    reason: "another timer follows one that waits less",
  },
];
