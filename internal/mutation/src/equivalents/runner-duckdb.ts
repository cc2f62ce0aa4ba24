import type { Equivalent } from "./equivalent.ts";

/** Changes of `runner-duckdb` that alter nothing. */
export const runnerDuckdb: readonly Equivalent[] = [
  {
    file: "runner-duckdb/src/input/scalar-literal.ts",
    code: 'if (days < -infiniteDay) outOfRange("Date", days);',
    changes: ["< -> <="],
    reason: "the infinite day is written before",
  },
  {
    file: "runner-duckdb/src/input/scalar-literal.ts",
    code: "const sliceLength = 2 ** 20;",
    changes: ["2 -> (2 + 1)", "20 -> (20 + 1)"],
    reason: "slices of another length give the same text",
  },
  {
    file: "runner-duckdb/src/input/scalar-literal.ts",
    code: "for (let start = 0; start < text.length; start += sliceLength) {",
    changes: ["< -> <="],
    reason: "an empty slice adds nothing",
  },
  {
    file: "runner-duckdb/src/node/result-reader.ts",
    code: "held.length = 0;",
    changes: ["0 -> (0 + 1)"],
    reason: "the result alone is held until the call returns a moment later",
  },
  {
    file: "runner-duckdb/src/node/text-vector.ts",
    code: "const noRun: Run = { start: 0, bytes: new Uint8Array(0) };",
    changes: ["0 -> (0 + 1)"],
    reason: "a run without bytes has no text, wherever it begins",
  },
  {
    file: "runner-duckdb/src/node/text-vector.ts",
    code: "const rows = byteLength / textBytes;",
    changes: ["/ -> *"],
    reason: "after the last row there is no address that a run could go on at",
  },
  {
    file: "runner-duckdb/src/node/text-vector.ts",
    code: "for (let row = first + 1; row < rows; row++) {",
    changes: ["< -> <="],
    reason: "after the last row there is no address that the run could go on at",
  },
  {
    file: "runner-duckdb/src/node/vector-of.ts",
    code: "return bytes === 0 ? new Uint8Array(0) : bindings.vector_get_data(handle, bytes);",
    changes: ["0 -> (0 + 1)"],
    reason: "no row of it is read",
  },
  {
    file: "runner-duckdb/src/wasm/vector-of.ts",
    code: "if (end - start > 24) target.set(bytes.subarray(start, end), at);",
    changes: ["> -> >=", "24 -> (24 + 1)"],
    reason: "both ways copy the same bytes",
  },
];
