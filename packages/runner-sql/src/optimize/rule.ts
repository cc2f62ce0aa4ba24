import type { Analysis } from "./analysis.ts";
import type { Statement } from "./tree.ts";

/** One kind of change to a statement that keeps its meaning, or that gives it the meaning that the program has. */
export interface Rule {
  /** Name of the rule in the output of `explain`. */
  readonly name: string;
  /** `true` if it leaves SELECTs that can be merged. */
  readonly leavesSelects?: boolean;
  /** Changes a statement where the rule's condition holds, and returns whether it did. */
  readonly apply: (statement: Statement, analysis: Analysis) => boolean;
}
