/** SQL whose placeholders are numbered without gaps. */
export interface NumberedSql {
  readonly sql: string;
  /** For each placeholder, in order, the number that it had; numbers start at 1. */
  readonly numbers: readonly number[];
}

/**
 * Everything in SQL that may hold a `$` that starts no placeholder, and placeholders themselves.
 *
 * In this order: strings with backslash escapes, other strings, quoted names, words (which may contain `$`), quotes
 * between dollar signs, comments to the end of a line; then `/*`, whose comments nest, and `$1`.
 */
const token =
  /[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_\u0080-\uffff][\p{L}\p{N}_$\u0080-\uffff]*|(\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$)[^]*?\1|--[^\n]*|(\/\*)|\$(\d{1,9})/gsu;

/**
 * Numbers the placeholders of a statement without gaps.
 *
 * The compiler leaves placeholders out whose input is not used, and a server can tell no type for the missing ones.
 *
 * @see runner-postgres, section 3.3
 */
export function numberPlaceholders(sql: string): NumberedSql {
  const found: { readonly at: number; readonly end: number; readonly number: number }[] = [];
  token.lastIndex = 0;
  for (let match = token.exec(sql); match !== null; match = token.exec(sql)) {
    if (match[2] !== undefined) token.lastIndex = endOfComment(sql, match.index);
    if (match[3] === undefined) continue;
    found.push({ at: match.index, end: token.lastIndex, number: Number(match[3]) });
  }
  const numbers = [...new Set(found.map(({ number }) => number))].toSorted((a, b) => a - b);
  if (numbers.every((number, i) => number === i + 1)) return { sql, numbers };
  let text = "";
  let copied = 0;
  for (const { at, end, number } of found) {
    text += `${sql.slice(copied, at)}$${numbers.indexOf(number) + 1}`;
    copied = end;
  }
  return { sql: text + sql.slice(copied), numbers };
}

function endOfComment(sql: string, start: number): number {
  const border = /\/\*|\*\//g;
  border.lastIndex = start;
  let depth = 0;
  for (let match = border.exec(sql); match !== null; match = border.exec(sql)) {
    depth += match[0] === "/*" ? 1 : -1;
    if (depth === 0) return border.lastIndex;
  }
  return sql.length;
}
