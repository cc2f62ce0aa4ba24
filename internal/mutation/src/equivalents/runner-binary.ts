import type { Equivalent } from "./equivalent.ts";

/** Changes of `runner-binary` that alter nothing. */
export const runnerBinary: readonly Equivalent[] = [
  {
    file: "runner-binary/src/frame-reader.ts",
    code: "this.#length = -1;",
    changes: ["1 -> (1 + 1)"],
    reason: "every number below 0 says that no frame is being read",
  },
  {
    file: "runner-binary/src/frame-reader.ts",
    code: "#length = -1;",
    changes: ["1 -> (1 + 1)"],
    reason: "every number below 0 says that no frame is being read",
  },
  {
    file: "runner-binary/src/frame-reader.ts",
    code: "if (bytes.length >= smallChunkBytes) {",
    changes: [">= -> >"],
    reason: "one piece of that size is copied instead of kept",
  },
  {
    file: "runner-binary/src/frame-reader.ts",
    code: "if (this.#length < 0) return this.#prefixBytes;",
    changes: ["0 -> (0 + 1)"],
    reason: "an empty frame is complete with its length",
  },
  {
    file: "runner-binary/src/frame-reader.ts",
    code: "#at = 0;",
    changes: ["0 -> (0 + 1)"],
    reason: "it is set with the first chunk",
  },
  {
    file: "runner-binary/src/frame-reader.ts",
    code: "const smallChunkBytes = 1024;",
    changes: ["1024 -> (1024 + 1)"],
    reason: "a chunk of that length waits the other way, with the same outcome",
  },
  {
    file: "runner-binary/src/frame-reader.ts",
    code: "if (this.#at < this.#chunk.length) {",
    changes: ["< -> <="],
    reason: "bytes that wait after an empty chunk are next, with the same outcome",
  },
  {
    file: "runner-binary/src/frame-writer.ts",
    code: "else if (this.#batchBytes > maxBatchBytes) this.flush();",
    changes: ["> -> >="],
    reason: "a batch of just that size is written one frame sooner",
  },
  {
    file: "runner-binary/src/node/listen.ts",
    code: "noDelay: true,",
    changes: ["true -> false"],
    reason: "responses take the same bytes, a little later",
  },
  {
    file: "runner-binary/src/stream-start.ts",
    code: "return { text, isLine: end < 0 || bytes[end] === 0x0d || bytes[end] === 0x0a };",
    changes: ["< -> <="],
    reason: "an empty text is too short in any case",
  },
];
