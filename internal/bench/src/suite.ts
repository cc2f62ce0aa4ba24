import type { Chart } from "./chart.ts";
import type { Goal } from "./goals.ts";
import type { Cell, Reading } from "./reading.ts";
import type { Readings } from "./readings.ts";
import type { Settings } from "./settings.ts";
import type { Table } from "./table.ts";

/** Conclusions of a suite from its readings. */
export interface Report {
  readonly tables: readonly Table[];
  readonly goals: readonly Goal[];
  /** Drawings for the documentation. @default none */
  readonly charts?: readonly Chart[];
}

/** A set of benchmarks. Its cells run in any order, each in a fresh process. */
export interface Suite {
  readonly name: string;
  /** Lists the cells; none if this machine lacks what they need, which is then said on stderr. */
  readonly cells: () => readonly Cell[] | Promise<readonly Cell[]>;
  /** Checks that the cell's work gives the right answer, then measures it. Runs in the cell's own process. */
  readonly run: (id: Cell["id"], settings: Settings) => Reading | Promise<Reading>;
  /** Makes tables and goals of all readings; runs once, in the main process. Absent cells read as `undefined`. */
  readonly report: (readings: Readings) => Report;
}
