import { sqlTokens } from "./sql-tokens.ts";

/** SQL whose placeholders are numbered without gaps. */
export interface NumberedSql {
  readonly sql: string;
  /** For each placeholder, in order, the number that it had; numbers start at 1. */
  readonly numbers: readonly number[];
}

/**
 * Numbers the placeholders of a statement without gaps.
 *
 * The compiler leaves placeholders out whose input is not used, and a server can tell no type for the missing ones.
 *
 * @see docs/spec/sql.md, "Placeholders"
 */
export function numberPlaceholders(sql: string): NumberedSql {
  const found: { readonly start: number; readonly end: number; readonly number: number }[] = [];
  for (const { kind, start, end } of sqlTokens(sql)) {
    if (kind === "placeholder")
      found.push({ start, end, number: Number(sql.slice(start + 1, end)) });
  }
  const numbers = [...new Set(found.map(({ number }) => number))].toSorted((a, b) => a - b);
  if (numbers.every((number, i) => number === i + 1)) return { sql, numbers };
  const positions = new Map(numbers.map((number, i) => [number, i + 1]));
  const pieces: string[] = [];
  let copied = 0;
  for (const { start, end, number } of found) {
    pieces.push(sql.slice(copied, start), `$${positions.get(number)}`);
    copied = end;
  }
  return { sql: pieces.join("") + sql.slice(copied), numbers };
}
