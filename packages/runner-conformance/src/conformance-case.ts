/**
 * Ability that not every subject has. A subject lists what it `lacks`:
 *
 * - `stop`: a runner that is shut down ends calls: it stops their work, or does not begin the work of those that wait. A
 *   runner that begins all calls at once and cannot stop them lacks it.
 * - `reconnect`: several clients can reach one runner over the transport.
 * - `release`: releasing a handle, and the end of a connection, release it on the runner.
 * - `cancel`: an abort reaches the runner.
 * - `cut`: the subject can break a connection.
 */
export type Feature = "stop" | "reconnect" | "release" | "cancel" | "cut";

/** One thing that a subject must do. It fails by rejecting, and cleans up what it opened. */
export interface ConformanceCase<Subject> {
  /** Subject of the case, such as `abort`. */
  readonly group: string;
  /** The fact that must hold, as a sentence; unique within its group. */
  readonly name: string;
  /** Abilities that the case needs; it is skipped for a subject that lacks one. */
  readonly needs?: readonly Feature[];
  /**
   * Tries it.
   *
   * @throws ConformanceError that says what was expected and what was found; other errors as they come
   */
  readonly run: (subject: Subject) => Promise<void>;
}

/**
 * Returns the name of a case in lists and reports: `group: name`.
 *
 * @example
 * runnerCases("bytecodeLt").map(caseId); // ["handles: a released handle is refused", ...]
 */
export function caseId({ group, name }: Pick<ConformanceCase<never>, "group" | "name">): string {
  return `${group}: ${name}`;
}
