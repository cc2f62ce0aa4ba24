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
