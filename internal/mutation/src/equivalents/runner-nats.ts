import type { Equivalent } from "./equivalent.ts";

/** Changes of `runner-nats` that alter nothing. */
export const runnerNats: readonly Equivalent[] = [
  {
    file: "runner-nats/src/exchange.ts",
    code: "let count = 0;",
    changes: ["0 -> (0 + 1)"],
    reason: "ids need only differ",
  },
  {
    file: "runner-nats/src/exchange.ts",
    code: 'return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");',
    changes: ["16 -> (16 + 1)", "2 -> (2 + 1)"],
    reason: "ids need only differ",
  },
  {
    file: "runner-nats/src/exchange.ts",
    code: "const prefix = randomHex(12);",
    changes: ["12 -> (12 + 1)"],
    reason: "ids need only differ",
  },
];
