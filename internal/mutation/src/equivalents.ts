/** Changes that alter nothing a test could notice, or only how soon memory grows or work ends; they are left out of the count. */
export interface Equivalent {
  /** Path below `packages/`. */
  readonly file: string;
  /** Line of code that is changed, without its indentation. */
  readonly code: string;
  /** Changes of that line, as they are printed: `< -> <=`. */
  readonly changes: readonly string[];
  readonly reason: string;
}

/** All of them, with the reason of each. An entry that matches no change any more fails a test. */
export const equivalents: readonly Equivalent[] = [
  {
    file: "compiler/src/create-compiler.ts",
    code: "performance.now() < ends ? await faultsOf(files, texts) : undefined;",
    changes: ["< -> <="],
    reason: "the clock never shows the exact end",
  },
];

/** Returns the reason why a change alters nothing, if it is a known one. */
export function equivalenceOf(file: string, code: string, change: string): string | undefined {
  return equivalents.find(
    (each) => each.file === file && each.code === code && each.changes.includes(change),
  )?.reason;
}
