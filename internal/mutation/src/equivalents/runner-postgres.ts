import type { Equivalent } from "./equivalent.ts";

/** Changes of `runner-postgres` that alter nothing. */
export const runnerPostgres: readonly Equivalent[] = [
  {
    file: "runner-postgres/src/output/integer-text.ts",
    code: "if (point > 80) return undefined;",
    changes: ["> -> >=", "80 -> (80 + 1)"],
    reason: "a number of so many digits is out of range anyway",
  },
  {
    file: "runner-postgres/src/pglite/messages.ts",
    code: "return data[at] === mark[0] && data[at + 1] === mark[1] && data[at + 2] === mark[2];",
    changes: ["&& -> ||"],
    reason: "more results are read from their bytes, with the same rows",
  },
  {
    file: "runner-postgres/src/postgres-runner.ts",
    code: "if (!shutdown.aborted && this.#idle.length < maxIdle) this.#idle.push(stop);",
    changes: ["< -> <="],
    reason: "one more is kept for the next calls",
  },
  {
    file: "runner-postgres/src/session/session-use.ts",
    code: "tokens.some((token, i) => i > first && isSemicolon(token) && i < tokens.length - 1)",
    changes: ["> -> >="],
    reason: "the first word is no semicolon",
  },
];
