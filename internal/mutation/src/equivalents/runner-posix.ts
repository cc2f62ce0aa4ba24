import type { Equivalent } from "./equivalent.ts";

/** Changes of `runner-posix` that alter nothing. */
export const runnerPosix: readonly Equivalent[] = [
  {
    file: "runner-posix/src/client.ts",
    code: 'const [line = ""] = start.split(/[^ -~]/, 1);',
    changes: ["1 -> (1 + 1)"],
    reason: "only the first piece is read",
  },
  {
    file: "runner-posix/src/client.ts",
    code: "this.#failing = true;",
    changes: ["true -> false"],
    reason: "the second explanation comes after the first, which counts",
  },
  {
    file: "runner-posix/src/output-start.ts",
    code: "#length = 0;",
    changes: ["0 -> (0 + 1)"],
    reason: "no frame begins before the first piece",
  },
  {
    file: "runner-posix/src/output-start.ts",
    code: "partialBytes: () => number = () => 0;",
    changes: ["0 -> (0 + 1)"],
    reason: "it is set before the first byte arrives",
  },
  {
    file: "runner-posix/src/reserve-stdout.ts",
    code: "return stat.isFIFO() || stat.isSocket()",
    changes: ["|| -> &&"],
    reason: "threads of the pool write to pipes and sockets too",
  },
  {
    file: "runner-posix/src/reserve-stdout.ts",
    code: 'if (process.versions["bun"] !== undefined) return behindStdout();',
    changes: ["!== -> ==="],
    reason: "both ways write the same bytes, in Node without blocking either",
  },
  {
    file: "runner-posix/src/reserve-stdout.ts",
    code: ': createWriteStream("", { fd: stdoutFd, autoClose: false });',
    changes: ["false -> true"],
    reason: "the process ends after its output, which closes it too",
  },
  {
    file: "runner-posix/src/runner-process.ts",
    code: 'return spawn(command, args, { ...options, stdio: ["pipe", "pipe", "pipe"], windowsHide: true });',
    changes: ["true -> false"],
    reason: "only Windows shows a window",
  },
  {
    file: "runner-posix/src/tail.ts",
    code: "if (this.#length + added.length > this.#buffer.length) {",
    changes: ["> -> >="],
    reason: "bytes are moved one chunk sooner",
  },
  {
    file: "runner-posix/src/tail.ts",
    code: "this.#buffer = Buffer.alloc(2 * maxBytes);",
    changes: ["2 -> (2 + 1)"],
    reason: "bytes are moved less often",
  },
];
