import { median } from "./measure.ts";
import type { Cell, Reading } from "./reading.ts";

/** The readings of all cells of a suite, over all trials. */
export class Readings {
  readonly #trials = new Map<string, Reading[]>();

  /** Adds what one process measured. */
  add(id: Cell["id"], reading: Reading): void {
    const key = JSON.stringify(id);
    const trials = this.#trials.get(key);
    if (trials === undefined) this.#trials.set(key, [reading]);
    else trials.push(reading);
  }

  /** Returns the median over the trials, or `undefined` if the cell or the quantity was not measured. */
  get(quantity: string, ...id: Cell["id"]): number | undefined {
    const trials = this.#trials.get(JSON.stringify(id)) ?? [];
    const values = trials.flatMap((reading) => reading[quantity] ?? []);
    return values.length === 0 ? undefined : median(values);
  }

  /** Returns `get` of one cell divided by `get` of another; `undefined` if either is missing. */
  ratio(quantity: string, id: Cell["id"], to: Cell["id"]): number | undefined {
    const [a, b] = [this.get(quantity, ...id), this.get(quantity, ...to)];
    return a === undefined || b === undefined ? undefined : a / b;
  }

  /** Reads what {@link Readings.toJSON} gave. */
  static from(cells: ReturnType<Readings["toJSON"]>): Readings {
    const readings = new Readings();
    for (const { id, trials } of cells) for (const trial of trials) readings.add(id, trial);
    return readings;
  }

  /** Returns every cell with its trials, in the order in which cells first reported. */
  toJSON(): readonly { readonly id: Cell["id"]; readonly trials: readonly Reading[] }[] {
    return [...this.#trials].map(([key, trials]) => ({
      id: JSON.parse(key) as Cell["id"],
      trials,
    }));
  }
}
