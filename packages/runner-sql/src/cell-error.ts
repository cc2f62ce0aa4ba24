/**
 * Error for a cell that holds no value of its type. Callers add the place on the way out, and turn it into a
 * `RunnerError`.
 */
export class CellError extends Error {
  override readonly name = "CellError" as const;
  /** Fields, items and variants on the way to the fault, innermost first. */
  readonly steps: (string | number)[] = [];

  /** Place of the fault, as JavaScript would write it: ` (at .lines[3].note)`; empty at the value itself. */
  get where(): string {
    if (this.steps.length === 0) return "";
    const place = this.steps
      .toReversed()
      .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`));
    return ` (at ${place.join("")})`;
  }
}

/** Adds a step to a fault and throws it again; other errors pass unchanged. */
export function rethrow(error: unknown, step: string | number): never {
  if (error instanceof CellError) error.steps.push(step);
  throw error;
}
