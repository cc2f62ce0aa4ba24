import type { Equivalent } from "./equivalent.ts";

/** Changes of `runner-sql` that alter nothing. */
export const runnerSql: readonly Equivalent[] = [
  {
    file: "runner-sql/src/optimize/parse/from-parser.ts",
    code: "? this.#named(source, false)",
    changes: ["false -> true"],
    reason: "a table mentions no columns, and only what a query may mention matters",
  },
  {
    file: "runner-sql/src/optimize/parse/from-parser.ts",
    code: ": { alias: name, columns: undefined, source, isLateral: false };",
    changes: ["false -> true"],
    reason: "a table mentions no columns, and only what a query may mention matters",
  },
  {
    file: "runner-sql/src/optimize/repetition.ts",
    code: "return this.#levels.get(query) ?? 0;",
    changes: ["0 -> (0 + 1)"],
    reason: "a query that a rule made since is none that the rule looks for",
  },
  {
    file: "runner-sql/src/optimize/rules/inline-scans.ts",
    code: "if (left === undefined || right === undefined) return false;",
    changes: ["|| -> &&", "false -> true"],
    reason: "an = has two operands",
  },
  {
    file: "runner-sql/src/optimize/rules/prune-columns.ts",
    code: "(_, i) => !isUnused(outputs[i] ?? { values: 1, orders: 0, tops: 0 }),",
    changes: ["0 -> (0 + 1)", "1 -> (1 + 1)"],
    reason: "one use is enough",
  },
];
