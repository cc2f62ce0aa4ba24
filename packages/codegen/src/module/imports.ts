/** Imports of a module: packages, and what is used of each, `type ` before types. */
export class Imports {
  readonly #names = new Map<string, Set<string>>();

  /** Notes that the module uses something; `type NAME` for a type. */
  use(from: string, ...names: readonly string[]): void {
    let known = this.#names.get(from);
    if (known === undefined) {
      known = new Set();
      this.#names.set(from, known);
    }
    for (const name of names) known.add(name);
  }

  /** Writes the statements, sorted. */
  lines(): readonly string[] {
    return [...this.#names]
      .filter(([, names]) => names.size > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([from, names]) => {
        const sorted = [...names].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
        const isTypes = sorted.every((name) => name.startsWith("type "));
        const shown = isTypes ? sorted.map((name) => name.slice("type ".length)) : sorted;
        return `import ${isTypes ? "type " : ""}{ ${shown.join(", ")} } from "${from}";`;
      });
  }
}

function sortKey(name: string): string {
  const bare = name.replace(/^type /, "");
  return `${bare.toLowerCase()} ${bare}`;
}
