import type { Outcome } from "./traffic.ts";

/** Counts of calls, by what went wrong with them. */
export interface Verdict {
  readonly wrong: number;
  readonly lost: number;
  readonly untold: number;
  readonly misled: number;
  readonly twice: number;
}

/**
 * Compares what callers were told with what replicas did.
 *
 * @param executed ids of all executions
 */
export function verdictOf(outcomes: readonly Outcome[], executed: readonly string[]): Verdict {
  const runs = new Map<string, number>();
  for (const id of executed) runs.set(id, (runs.get(id) ?? 0) + 1);
  const lost = outcomes.filter(({ error }) => error !== undefined);
  return {
    wrong: outcomes.filter(({ isRight, error }) => !isRight && error === undefined).length,
    lost: lost.length,
    untold: lost.filter(({ error }) => mayHaveRun(error) === undefined).length,
    misled: lost.filter(({ id, error }) => mayHaveRun(error) === false && runs.has(id)).length,
    twice: [...runs.values()].filter((count) => count > 1).length,
  };
}

/**
 * Describes the calls that ended with an error, each kind once: its message and causes, how many there were, and how
 * many of those were executed.
 *
 * @param executed ids of all executions
 */
export function describeLost(
  outcomes: readonly Outcome[],
  executed: readonly string[],
): readonly string[] {
  const ran = new Set(executed);
  const kinds = new Map<string, { lost: number; ran: number }>();
  for (const { id, error } of outcomes) {
    if (error === undefined) continue;
    const kind = messageOf(error);
    const counts = kinds.get(kind) ?? { lost: 0, ran: 0 };
    counts.lost++;
    if (ran.has(id)) counts.ran++;
    kinds.set(kind, counts);
  }
  return Array.from(kinds, ([kind, counts]) => `${counts.lost} (${counts.ran} executed): ${kind}`);
}

function messageOf(error: unknown): string {
  const { cause } = Object(error) as { cause?: unknown };
  return cause === undefined ? String(error) : `${String(error)} <- ${messageOf(cause)}`;
}

/** Returns what an error says about the program; `undefined` if it says nothing, to programs or to people. */
function mayHaveRun(error: unknown): boolean | undefined {
  const { mayHaveRun: told, message } = Object(error) as { mayHaveRun?: boolean; message?: string };
  const text = told === true ? "the program may have run" : "the program did not run";
  return typeof told === "boolean" && message?.includes(text) === true ? told : undefined;
}

/**
 * Says if a verdict has what must not be.
 *
 * @param mayLose whether calls may end with an error
 */
export function isFault({ lost, ...faults }: Verdict, mayLose: boolean): boolean {
  return (lost > 0 && !mayLose) || Object.values(faults).some((count) => count > 0);
}
