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
    file: "runner-binary/src/frame-writer.ts",
    code: "const slabBytes = 64 * 1024;",
    changes: ["64 -> (64 + 1)", "1024 -> (1024 + 1)"],
    reason: "slabs of another size hold the same frames",
  },
  {
    file: "runner-binary/src/frame-writer.ts",
    code: "#cut = 0;",
    changes: ["0 -> (0 + 1)"],
    reason: "the first frame begins a slab, and sets it",
  },
  {
    file: "runner-binary/src/frame-writer.ts",
    code: "} else if (payload.length > 0) {",
    changes: ["> -> >="],
    reason: "no bytes are copied",
  },
  {
    file: "runner-binary/src/frame-writer.ts",
    code: "if (bytes > this.bytes.length - this.#end) {",
    changes: ["> -> >="],
    reason: "a frame that just fits begins a new slab",
  },
  {
    file: "runner-binary/src/generation-a/detect.ts",
    code: "return body[4]! < 2 && uint32(body, 5) === 4 && hasArray(body, 13, 8, 21);",
    changes: ["< -> <=", "2 -> (2 + 1)"],
    reason: "a release of that shape decodes as one of B, too",
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
  {
    file: "runner-binary/src/uint32.ts",
    code: "bytes[at + 1] = value >>> 8;",
    changes: [">>> -> >>"],
    reason: "a byte keeps the lowest bits only, which are the same",
  },
  {
    file: "runner-binary/src/uint32.ts",
    code: "bytes[at + 2] = value >>> 16;",
    changes: [">>> -> >>"],
    reason: "a byte keeps the lowest bits only, which are the same",
  },
  {
    file: "runner-binary/src/uint32.ts",
    code: "bytes[at + 3] = value >>> 24;",
    changes: [">>> -> >>"],
    reason: "a byte keeps the lowest bits only, which are the same",
  },
];
