/** One thing that a subject must do. It fails by rejecting, and cleans up what it opened. */
export interface ConformanceCase<Subject> {
  /** Subject of the case, such as `abort`. */
  readonly group: string;
  /** The fact that must hold, as a sentence; unique within its group. */
  readonly name: string;
  /** Abilities that the case needs; it is skipped for a subject that lacks one. */
  readonly needs?: readonly string[];
  /**
   * Tries it.
   *
   * @throws ConformanceError that says what was expected and what was found; other errors as they come
   */
  readonly run: (subject: Subject) => Promise<void>;
}

/** The name of a case in lists and reports: `group: name`. */
export function caseId({ group, name }: Pick<ConformanceCase<never>, "group" | "name">): string {
  return `${group}: ${name}`;
}
