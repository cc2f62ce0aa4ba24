/** One thing to measure, in a process of its own. */
export interface Cell {
  /** Names the cell within its suite, from general to special: `["B", "decode", "json"]`. */
  readonly id: readonly string[];
  /** Arguments for `node`, such as `--expose-gc`. */
  readonly nodeArgs?: readonly string[];
}

/** Measurement of a cell, by the name of the quantity, unit included: `{ ns: 1200 }`. */
export type Reading = Readonly<Record<string, number>>;
