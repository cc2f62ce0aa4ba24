/** Maximum number of names in a sentence. */
const maxNames = 8;

/**
 * Makes a test of names like `movies::search` from patterns in which `*` stands for any characters but `::`, and `**`
 * for any at all.
 */
export function matcher(patterns: readonly string[]): (name: string) => boolean {
  const expressions = patterns.map((pattern) => {
    const source = pattern
      .split(/(\*\*|\*)/)
      .map((part) =>
        part === "**"
          ? ".*"
          : part === "*"
            ? "(?:(?!::).)*"
            : part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&"),
      )
      .join("");
    return new RegExp(`^(?:${source})$`, "su");
  });
  return (name) => expressions.some((expression) => expression.test(name));
}

/**
 * Says which patterns match no name.
 *
 * @param option option that has the patterns, such as `include`
 * @param what kind of the names, such as `program`
 * @returns a sentence for each of them
 */
export function unmatchedPatterns(
  option: string,
  patterns: readonly string[],
  what: string,
  names: readonly string[],
): readonly string[] {
  return patterns
    .filter((pattern) => !names.some(matcher([pattern])))
    .map((pattern) => unmatched(option, pattern, what, names));
}

/** Says that a setting matches no name, and which there are. */
export function unmatched(
  option: string,
  setting: string,
  what: string,
  names: readonly string[],
): string {
  const shown = [...new Set(names)].sort();
  const more = shown.length > maxNames ? ", ..." : "";
  const list = `${shown.length === 1 ? "is" : "are"} ${shown.slice(0, maxNames).join(", ")}${more}`;
  return `${option}: ${JSON.stringify(setting)} matches no ${what}; there ${shown.length === 0 ? "is none" : list}`;
}
