import type { Equivalent } from "./equivalent.ts";

/** Changes of `compiler` that alter nothing. */
export const compiler: readonly Equivalent[] = [
  {
    file: "compiler/src/create-compiler.ts",
    code: "performance.now() < ends ? await faultsOf(files, texts) : undefined;",
    changes: ["< -> <="],
    reason: "the clock never shows the exact end",
  },
  {
    file: "compiler/src/faults/collect-faults.ts",
    code: "range === undefined ? [-1, 0] : [files.indexOf(range.file), range.start.offset];",
    changes: ["1 -> (1 + 1)", "0 -> (0 + 1)"],
    reason: "only what has no place comes before the first file",
  },
  {
    file: "compiler/src/instance.ts",
    code: "64,",
    changes: ["64 -> (64 + 1)"],
    reason: "the compiler has no memory of 2 GiB, so that the number is not negative",
  },
  {
    file: "compiler/src/sources.ts",
    code: "if (units * maxBytesPerUnit <= maxSourceBytes) return;",
    changes: ["<= -> <"],
    reason: "sources of just that size are measured, with the same outcome",
  },
  {
    file: "compiler/src/sources.ts",
    code: "const maxBytesPerUnit = 3;",
    changes: ["3 -> (3 + 1)"],
    reason: "more sources are measured, with the same outcome",
  },
];
