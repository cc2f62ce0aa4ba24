import type { Random } from "@lutra-internal/testing";

/** Types of the columns that random tables have. */
export type ColumnType = "Int64" | "Int32" | "Text" | "Bool" | "Float64" | "option" | "array";

/** A random table. Its first column is `id`, which no two rows share. */
export interface RandomTable {
  readonly name: string;
  readonly columns: ReadonlyMap<string, ColumnType>;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** Columns that a table may have, each with its usual name and one that SQL has other uses for. */
const possible: readonly (readonly [type: ColumnType, usual: string, unusual: string])[] = [
  ["Int64", "n", "index"],
  ["Text", "s", "Up"],
  ["Bool", "w", "select"],
  ["Float64", "f", "order"],
  ["option", "o", "key"],
  ["array", "t", "value"],
];

/** Creates a table with few different values, so that there are ties and matches. */
export function randomTable(random: Random, name: string): RandomTable {
  const isUnusual = random.oneIn(4);
  const columns = new Map<string, ColumnType>([
    ["id", "Int64"],
    ["k", "Int32"],
  ]);
  for (const [type, usual, unusual] of possible) {
    if (random.oneIn(2)) columns.set(isUnusual ? unusual : usual, type);
  }
  const count = random.oneIn(6) ? 0 : 1 + random.below(12);
  const ids = Array.from({ length: count }, (_, i) => BigInt(i)).toSorted(
    () => random.below(3) - 1,
  );
  const rows = ids.map((id) => {
    const row: Record<string, unknown> = { id };
    for (const [column, type] of columns)
      if (column !== "id") row[column] = randomCell(random, type);
    return row;
  });
  return { name, columns, rows };
}

function randomCell(random: Random, type: ColumnType): unknown {
  switch (type) {
    case "Int64":
      return BigInt(random.below(7) - 2);
    case "Int32":
      return random.below(5) - 1;
    case "Text":
      return random.pick(["", "a", "b", "ab", "it's", "é"]);
    case "Bool":
      return random.oneIn(2);
    case "Float64":
      return random.oneIn(9) ? random.pick([NaN, Infinity, -Infinity]) : (random.below(9) - 4) / 4;
    case "option":
      return random.oneIn(3) ? null : random.below(4);
    case "array":
      return Array.from({ length: random.below(4) }, () => random.below(4));
  }
}

/** A name as Lutra source. */
export function sourceName(name: string): string {
  return possible.some(([, , unusual]) => unusual === name) ? `\`${name}\`` : name;
}
