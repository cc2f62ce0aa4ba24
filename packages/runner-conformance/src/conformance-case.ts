/** One thing that a subject must do. It fails by rejecting, and cleans up what it opened. */
export interface ConformanceCase<Subject> {
  /** What it is about, such as `abort`. */
  readonly group: string;
  /** What must hold, as a sentence; unique within its group. */
  readonly name: string;
  /** What the subject must be able to do; a subject that lacks it is not asked. */
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
