import type { Equivalent } from "./equivalent.ts";

/** Changes of `runner-channel` that alter nothing. */
export const runnerChannel: readonly Equivalent[] = [
  {
    file: "runner-channel/src/batch-reader.ts",
    code: "const words = new Uint32Array(buffer, byteOffset, length >>> 2);",
    changes: [">>> -> >>"],
    reason: "no batch has 2 GiB",
  },
  {
    file: "runner-channel/src/batch-reader.ts",
    code: "const word = at >>> 2;",
    changes: [">>> -> >>"],
    reason: "no batch has 2 GiB",
  },
  {
    file: "runner-channel/src/batch-reader.ts",
    code: "} else if (size > 0) {",
    changes: ["> -> >="],
    reason: "an empty view of the batch is as good as no bytes",
  },
  {
    file: "runner-channel/src/batch-writer.ts",
    code: "if (end > this.#records.length) this.#grow(end);",
    changes: ["> -> >="],
    reason: "memory grows one record sooner",
  },
  {
    file: "runner-channel/src/batch-writer.ts",
    code: "this.#scheduled = true;",
    changes: ["true -> false"],
    reason: "further ticks find nothing to post",
  },
  {
    file: "runner-channel/src/batch-writer.ts",
    code: "const word = at >>> 2;",
    changes: [">>> -> >>"],
    reason: "no batch has 2 GiB",
  },
  {
    file: "runner-channel/src/batch-writer.ts",
    code: "this.#words = new Uint32Array(records.buffer, 0, records.length >>> 2);",
    changes: [">>> -> >>"],
    reason: "no batch has 2 GiB",
  },
  {
    file: "runner-channel/src/batch-writer.ts",
    code: "const records = new Uint8Array(Math.max(atLeast, this.#records.length * 2));",
    changes: ["* -> /", "2 -> (2 + 1)"],
    reason: "memory grows more or less often, with the same batches",
  },
  {
    file: "runner-channel/src/client.ts",
    code: 'if (this.closedBy === undefined) this.#writer.writeValue("cancel", id, 0);',
    changes: ["0 -> (0 + 1)"],
    reason: "no one reads the program of a cancel",
  },
];
