/** Durations and counts of measurements. Sent to every measuring process as JSON. */
export interface Settings {
  /** Processes per cell; the reported reading is their median. */
  readonly trials: number;
  readonly warmUpMs: number;
  /** Timed slices per process; a process reads the median of its slices. */
  readonly slices: number;
  readonly sliceMs: number;
  /** Rows of the larger table, in suites that fill tables. */
  readonly rows: number;
}

/** Settings for numbers worth quoting. */
export const fullSettings: Settings = {
  trials: 3,
  warmUpMs: 250,
  slices: 15,
  sliceMs: 15,
  rows: 1_000_000,
};

/** A look in passing: one process per cell, good to about 30 %. */
export const quickSettings: Settings = {
  trials: 1,
  warmUpMs: 120,
  slices: 7,
  sliceMs: 10,
  rows: 100_000,
};
