import type { CaseResult, Outcome } from "./run-cases.ts";

/** The results of a run, for machines. */
export interface Report {
  /** Name of the subject, for example a runner URL. */
  readonly subject: string;
  /** `true` if nothing failed and no known failure passed. */
  readonly isConformant: boolean;
  /** Number of cases by outcome. */
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly results: readonly CaseResult[];
}

/** Sums results up. */
export function createReport(subject: string, results: readonly CaseResult[]): Report {
  const counts: Record<Outcome, number> = {
    passed: 0,
    failed: 0,
    "known failure": 0,
    "unexpected pass": 0,
    skipped: 0,
  };
  for (const { outcome } of results) counts[outcome]++;
  const isConformant = counts.failed === 0 && counts["unexpected pass"] === 0;
  return { subject, isConformant, counts, results };
}

/**
 * Maximum number of lines of a failure that a report for people shows: a peer that dies may leave a whole stack trace.
 */
const maxMessageLines = 3;

/** Renders a report for people: a line for each case, the start of what went wrong below it, and the counts. */
export function renderReport({ subject, counts, results }: Report): string {
  const width = Math.max(0, ...results.map(({ outcome }) => outcome.length));
  const indent = " ".repeat(width + 12);
  const lines = results.flatMap(({ group, name, outcome, message, durationMs }) => [
    `${outcome.padEnd(width)}  ${durationMs.toString().padStart(5)} ms  ${group}: ${name}`,
    ...(message === undefined ? [] : shortened(message)).map((line) => `${indent}${line}`),
  ]);
  const sums = Object.entries(counts).filter(([, count]) => count > 0);
  const sum = sums.map(([outcome, count]) => `${count} ${outcome}`).join(", ");
  return `${subject}\n\n${lines.join("\n")}\n\n${sum}\n`;
}

function shortened(message: string): readonly string[] {
  const lines = message.split("\n");
  if (lines.length <= maxMessageLines) return lines;
  return [...lines.slice(0, maxMessageLines), `… (${lines.length - maxMessageLines} more lines)`];
}
