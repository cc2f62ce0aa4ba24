/**
 * Reads a `known-failures.txt`: one case a line, as `group: name`. Empty lines and everything after a `#` do not count.
 *
 * @example
 * ```ts
 * parseKnownFailures("abort: leaves no listener  # issue 12"); // Set ["abort: leaves no listener"]
 * ```
 */
export function parseKnownFailures(text: string): ReadonlySet<string> {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/(^|\s)#.*$/, "").trim());
  return new Set(lines.filter((line) => line !== ""));
}
