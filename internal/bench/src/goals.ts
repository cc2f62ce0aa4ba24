import { formatRatio } from "./table.ts";

/** A limit that a measured number should keep. */
export interface Goal {
  /** Names of the two things that the goal compares: `B decode, speed of msgpackr-records`. */
  readonly what: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** `undefined` if a cell that it needs was not measured; the goal is then left out. */
  readonly measured: number | undefined;
  /** Formats the number. @default a ratio, `1.05x` */
  readonly format?: (value: number) => string;
}

/** Returns `true` if the goal is met; a goal that was not measured is not. */
export function isMet({ measured, atLeast = -Infinity, atMost = Infinity }: Goal): boolean {
  return measured !== undefined && measured >= atLeast && measured <= atMost;
}

/**
 * Renders one line per measured goal, `goal B decode, speed of json: at least 2.50x, 4.31x ok`, and how many are met.
 */
export function renderGoals(goals: readonly Goal[]): string {
  const measured = goals.filter((goal) => goal.measured !== undefined);
  const lines = measured.map((goal) => {
    const format = goal.format ?? formatRatio;
    const limits = [
      ...(goal.atLeast === undefined ? [] : [`at least ${format(goal.atLeast)}`]),
      ...(goal.atMost === undefined ? [] : [`at most ${format(goal.atMost)}`]),
    ];
    const verdict = isMet(goal) ? "ok" : "MISSED";
    return `goal ${goal.what}: ${limits.join(", ")}: ${format(goal.measured ?? 0)} ${verdict}`;
  });
  const met = measured.filter(isMet).length;
  return [...lines, `${met} of ${measured.length} goals met`].join("\n");
}
