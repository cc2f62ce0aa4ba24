import type { Equivalent } from "./equivalent.ts";

/** Changes of `runner-conformance` that alter nothing. */
export const runnerConformance: readonly Equivalent[] = [
  {
    file: "runner-conformance/src/check.ts",
    code: "await delay(20);",
    changes: ["20 -> (20 + 1)"],
    reason: "it asks a millisecond later",
  },
  {
    file: "runner-conformance/src/check.ts",
    code: "check(performance.now() < end, `not within ${ms} ms: ${what}`);",
    changes: ["< -> <="],
    reason: "the clock never shows the exact end",
  },
  {
    file: "runner-conformance/src/report.ts",
    code: "const width = Math.max(0, ...results.map(({ outcome }) => outcome.length));",
    changes: ["0 -> (0 + 1)"],
    reason: "without results, no line has that width",
  },
  {
    file: "runner-conformance/src/runner/concurrency-cases.ts",
    code: "const texts = Array.from({ length: 100 }, (_, i) => `call ${i} `.repeat(1 + (i % 7)));",
    changes: ["% -> *"],
    reason: "texts of other lengths",
  },
  {
    file: "runner-conformance/src/transport/overlap-cases.ts",
    code: "const input = waitInput(random(4), caller * 20 + i);",
    changes: ["* -> /", "+ -> -"],
    reason: "another mix of calls",
  },
  {
    file: "runner-conformance/src/transport/overlap-cases.ts",
    code: "if (pauseMs > 0) await delay(pauseMs - 1);",
    changes: ["> -> >=", "- -> +"],
    reason: "another mix of pauses",
  },
  {
    file: "runner-conformance/src/transport/overlap-cases.ts",
    code: "const kept = waitInput(random(3), 2 * round + 1);",
    changes: ["+ -> -"],
    reason: "another odd number, so another pattern than those of the even ones",
  },
  {
    file: "runner-conformance/src/transport/probe-runner.ts",
    code: "const head = [2, 4, 0, 0, 0];",
    changes: ["4 -> (4 + 1)", "0 -> (0 + 1)"],
    reason: "of a program, transports look at the first byte and the length",
  },
  {
    file: "runner-conformance/src/transport/subject.ts",
    code: "state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;",
    changes: [
      "1_664_525 -> (1_664_525 + 1)",
      "1_013_904_223 -> (1_013_904_223 + 1)",
      "+ -> -",
      ">>> -> >>",
      "0 -> (0 + 1)",
    ],
    reason: "other numbers of the same kind",
  },
  {
    file: "runner-conformance/src/transport/subject.ts",
    code: "return (state >>> 8) % below;",
    changes: ["8 -> (8 + 1)"],
    reason: "other numbers of the same kind",
  },
  {
    file: "runner-conformance/src/transport/subject.ts",
    code: "return Uint8Array.from({ length }, (_, i) => i * 31 + length + (i >> 8));",
    changes: ["31 -> (31 + 1)", "+ -> -"],
    reason: "another pattern",
  },
];
