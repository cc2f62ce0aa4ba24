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
