import { Readings } from "./readings.ts";
import { runCell } from "./run-cell.ts";
import type { Settings } from "./settings.ts";
import type { Cell, Suite } from "./suite.ts";

/** Options of {@link runSuite}. */
export interface RunSuiteOptions {
  readonly settings: Settings;
  /** Measures only cells whose id, joined by blanks, contains this text. */
  readonly only?: string;
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

/** Measures all cells of a suite, one process at a time, in a new random order per trial. */
export async function runSuite(suite: Suite, options: RunSuiteOptions): Promise<Readings> {
  const { settings, only = "", onCell } = options;
  const all = await suite.cells();
  const cells = all.filter((cell) => cell.id.join(" ").includes(only));
  const total = cells.length * settings.trials;
  const readings = new Readings();
  let number = 0;
  for (let trial = 0; trial < settings.trials; trial++) {
    for (const cell of shuffled(cells)) {
      onCell?.(cell, ++number, total);
      readings.add(cell.id, await runCell(suite.name, cell, settings));
    }
  }
  return readings;
}
