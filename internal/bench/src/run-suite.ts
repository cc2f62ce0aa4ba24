import { join } from "node:path";
import { Readings } from "./readings.ts";
import { runCell } from "./run-cell.ts";
import type { Settings } from "./settings.ts";
import type { Cell } from "./reading.ts";
import type { Suite } from "./suite.ts";

/** Options of {@link runSuite}. */
export interface RunSuiteOptions {
  readonly settings: Settings;
  /** Measures only cells whose id, joined by blanks, contains one of these texts. @default all cells */
  readonly only?: readonly string[];
  /** Folder of another checkout. Its cells are measured between those of this one; those that it lacks are left out. */
  readonly against?: string;
  /** Called before each process with its number, from 1, and the number of all. */
  readonly onCell?: (cell: Cell, number: number, total: number) => void;
}

function shuffled<T>(items: readonly T[]): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}

/** Readings of a suite. */
export interface SuiteReadings {
  readonly readings: Readings;
  /** Readings of the other checkout. */
  readonly before: Readings;
}

/** Measures all cells of a suite, one process at a time, in a new random order per trial. */
export async function runSuite(suite: Suite, options: RunSuiteOptions): Promise<SuiteReadings> {
  const { settings, only = [""], against, onCell } = options;
  const all = await suite.cells();
  const cells = all.filter(({ id }) => only.some((text) => id.join(" ").includes(text)));
  const readings = new Readings();
  const before = new Readings();
  const runs = cells.flatMap((cell) => [
    { cell, sources: undefined, into: readings },
    ...(against === undefined
      ? []
      : [{ cell, sources: join(against, "internal/bench/src"), into: before }]),
  ]);
  const absent = new Set<Cell>();
  const total = runs.length * settings.trials;
  let number = 0;
  for (let trial = 0; trial < settings.trials; trial++) {
    for (const { cell, sources, into } of shuffled(runs)) {
      onCell?.(cell, ++number, total);
      if (sources !== undefined && absent.has(cell)) continue;
      try {
        into.add(cell.id, await runCell(suite.name, cell, settings, sources));
      } catch (error) {
        if (sources === undefined) throw error;
        absent.add(cell);
      }
    }
  }
  return { readings, before };
}
