import type { Random } from "@lutra-internal/testing";

/** Types of the columns that random tables have. */
export type ColumnType =
  | "Int64"
  | "Int32"
  | "Text"
  /** Text of a collation in which small and capital letters are equal. */
  | "TextOfAnyCase"
  | "Bool"
  | "Float64"
  | "Date"
  | "Time"
  | "Timestamp"
  | "Decimal"
  | "option"
  | "optionText"
  | "array";

/** A random table. Its first column is `id`, which no two rows share. */
export interface RandomTable {
  readonly name: string;
  readonly columns: ReadonlyMap<string, ColumnType>;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Form of the table in the database. @default its columns in their order, and nothing else */
  readonly layout?: TableLayout;
}

/** Properties of a table that a program does not tell. */
export interface TableLayout {
  /** All columns, in the order of the table. */
  readonly columns: readonly string[];
  /** Columns of a unique index; none if empty. */
  readonly uniqueKey: readonly string[];
  /** `true` if programs read a view of it. */
  readonly isView: boolean;
  /** `true` if that view calls a volatile function, though it always has the same rows. */
  readonly isVolatile: boolean;
  /** Column that is computed as twice the column `k`; none if absent. */
  readonly generated?: string;
  /** `true` if the table has partitions, where the database has them. */
  readonly isPartitioned: boolean;
}

/** Columns that a table may have, each with its usual name and one that SQL has other uses for. */
const possible: readonly (readonly [type: ColumnType, usual: string, unusual: string])[] = [
  ["Int64", "n", "index"],
  ["Text", "s", "Up"],
  ["Bool", "w", "select"],
  ["Float64", "f", "order"],
  ["option", "o", "key"],
  ["array", "t", "value"],
  ["Date", "d", "Day"],
  ["Time", "c", "time"],
  ["Timestamp", "at", "r0"],
  ["optionText", "p", "first_rows"],
  ["TextOfAnyCase", "u", "found"],
  ["Decimal", "m", "numeric"],
];

/** Creates a table with few different values, so that there are ties and matches. */
export function randomTable(random: Random, name: string): RandomTable {
  const isUnusual = random.oneIn(4);
  const columns = new Map<string, ColumnType>([
    ["id", "Int64"],
    ["k", "Int32"],
  ]);
  for (const [type, usual, unusual] of possible) {
    if (random.oneIn(isCommon(type) ? 2 : 5)) columns.set(isUnusual ? unusual : usual, type);
  }
  const count = random.oneIn(6) ? 0 : 1 + random.below(12);
  const ids = Array.from({ length: count }, (_, i) => BigInt(i)).toSorted(
    () => random.below(3) - 1,
  );
  const wide = [...columns].find(([column, type]) => type === "Int64" && column !== "id")?.[0];
  const generated = random.oneIn(6) ? wide : undefined;
  const rows = ids.map((id) => {
    const row: Record<string, unknown> = { id };
    for (const [column, type] of columns)
      if (column !== "id") row[column] = randomCell(random, type);
    if (generated !== undefined) row[generated] = BigInt(row["k"] as number) * 2n;
    return row;
  });
  const names = [...columns.keys()];
  const layout: TableLayout = {
    columns: random.oneIn(2) ? names : names.toSorted(() => random.below(3) - 1),
    uniqueKey: random.pick([[], ["id"], ["id"], ["id", "k"]]),
    isView: random.oneIn(5),
    isVolatile: random.oneIn(2),
    isPartitioned: random.oneIn(6),
    ...(generated !== undefined && { generated }),
  };
  return { name, columns, rows, layout };
}

function isCommon(type: ColumnType): boolean {
  return !["Date", "Time", "Timestamp", "optionText", "TextOfAnyCase", "Decimal"].includes(type);
}

function randomCell(random: Random, type: ColumnType): unknown {
  switch (type) {
    case "Int64":
      return BigInt(random.below(7) - 2);
    case "Int32":
      return random.below(5) - 1;
    case "Text":
      return random.pick(["", "a", "b", "ab", "it's", "é"]);
    case "TextOfAnyCase":
      return random.pick(["a", "A", "b", "É", "é", ""]);
    case "Bool":
      return random.oneIn(2);
    case "Float64":
      return random.oneIn(9) ? random.pick([NaN, Infinity, -0]) : (random.below(9) - 4) / 4;
    case "Date":
      return random.pick([-719162, -1, 0, 18262, 18263]);
    case "Time":
      return BigInt(random.pick([0, 1, 3_600_000_000, 86_399_999_999]));
    case "Timestamp":
      return BigInt(random.pick([-1, 0, 1_577_836_800_000_001, 1_577_836_800_000_000]));
    case "Decimal":
      return BigInt(random.pick([-150, -1, 0, 1, 100, 250, 12_345]));
    case "optionText":
      return random.oneIn(3) ? null : random.pick(["", "a", "it's"]);
    case "option":
      return random.oneIn(3) ? null : random.below(4);
    case "array":
      return Array.from({ length: random.below(4) }, () => random.below(4));
  }
}

/** Returns a name as Lutra source. */
export function sourceName(name: string): string {
  return possible.some(([, , unusual]) => unusual === name) ? `\`${name}\`` : name;
}
