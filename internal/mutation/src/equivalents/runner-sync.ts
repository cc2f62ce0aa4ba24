import type { Equivalent } from "./equivalent.ts";

/** Changes of `runner-sync` that alter nothing. */
export const runnerSync: readonly Equivalent[] = [
  {
    file: "runner-sync/src/blocking-connection.ts",
    code: "argument: number = 0,",
    changes: ["0 -> (0 + 1)"],
    reason: "requests without an argument do not read it",
  },
  {
    file: "runner-sync/src/blocking-connection.ts",
    code: "if (remainingMs <= 0) throw this.#timeOut(kind);",
    changes: ["0 -> (0 + 1)", "<= -> <"],
    reason: "the call times out up to a millisecond sooner, or one look later",
  },
  {
    file: "runner-sync/src/blocking-connection.ts",
    code: 'reply = this.#exchange("rest", 0, 0, deadline);',
    changes: ["0 -> (0 + 1)"],
    reason: "no one reads the argument and the length of such a request",
  },
  {
    file: "runner-sync/src/caller-mailbox.ts",
    code: "Atomics.store(this.#words, word.closed, 1);",
    changes: ["1 -> (1 + 1)"],
    reason: "every number but 0 says it",
  },
  {
    file: "runner-sync/src/caller-mailbox.ts",
    code: "Atomics.add(this.#words, word.request, 1);",
    changes: ["1 -> (1 + 1)"],
    reason: "no one reads the number after the last request",
  },
  {
    file: "runner-sync/src/can-block.ts",
    code: "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);",
    changes: ["1 -> (1 + 1)"],
    reason: "every number but 0 is another value",
  },
  {
    file: "runner-sync/src/expose-runner.ts",
    code: "const maxTurnMs = 1;",
    changes: ["1 -> (1 + 1)"],
    reason: "a turn takes a millisecond longer",
  },
  {
    file: "runner-sync/src/expose-runner.ts",
    code: "const turnIsOver = performance.now() - turnStartMs >= maxTurnMs;",
    changes: [">= -> >", "- -> +"],
    reason: "turns end sooner or later, with the same replies",
  },
  {
    file: "runner-sync/src/lifeline.ts",
    code: "this.#tells = this.#end.postMessage(0) === true;",
    changes: ["0 -> (0 + 1)"],
    reason: "no one reads the message",
  },
  {
    file: "runner-sync/src/lifeline.ts",
    code: "return this.#tells && this.#end.postMessage(0) !== true;",
    changes: ["0 -> (0 + 1)"],
    reason: "no one reads the message",
  },
  {
    file: "runner-sync/src/mailbox.ts",
    code: "export const attendance = { none: 0, waits: 1, needsMessage: 2 } as const;",
    changes: ["1 -> (1 + 1)", "2 -> (2 + 1)"],
    reason: "both sides take the numbers from here",
  },
  {
    file: "runner-sync/src/mailbox.ts",
    code: "export const failureBytes = 8192;",
    changes: ["8192 -> (8192 + 1)"],
    reason: "both sides take the room from here",
  },
  {
    file: "runner-sync/src/request-handler.ts",
    code: "const id = 0;",
    changes: ["0 -> (0 + 1)"],
    reason: "no one reads the id",
  },
  {
    file: "runner-sync/src/request-handler.ts",
    code: "const runProgramId = 2 ** 32 - 1;",
    changes: ["- -> +", "2 -> (2 + 1)", "32 -> (32 + 1)", "1 -> (1 + 1)"],
    reason: "no prepared program has that id either",
  },
  {
    file: "runner-sync/src/server-mailbox.ts",
    code: "Atomics.add(this.#words, word.reply, -1);",
    changes: ["1 -> (1 + 1)"],
    reason: "no one reads the number after a failure",
  },
  {
    file: "runner-sync/src/sync-runner.ts",
    code: "#nextProgramId = 0;",
    changes: ["0 -> (0 + 1)"],
    reason: "ids need only differ",
  },
];
