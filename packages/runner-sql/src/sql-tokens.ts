/** A piece of SQL. Spaces and comments are left out. */
export interface SqlToken {
  /**
   * - `word`: a keyword, a name without quotes, or a number
   * - `name`: a name in double quotes
   * - `string`: a string of any form, also one between dollar signs
   * - `placeholder`: `$1`
   * - `sign`: any other character
   */
  readonly kind: "word" | "name" | "string" | "placeholder" | "sign";
  /** Index of its first character. */
  readonly start: number;
  /** Index after its last character. */
  readonly end: number;
}

/** Spaces; DuckDB has more of them than JavaScript. */
const spaces = String.raw`\s\u200b-\u200d\u2060`;

/** Characters that no word contains: spaces, and the signs of ASCII but `$` and `_`. */
const borders = String.raw`\0-#%-/:-@\[-^{-\x7f\x60${spaces}`;

/** In this order: placeholders, tags of strings between dollar signs, words, comments, quotes, any other character. */
const opening = String.raw`\$\d+|\$(?:(?!\d)[^$${borders}]+)?\$|[^${borders}]+|--|/\*|['"]|([^${spaces}])`;

/**
 * Splits SQL of PostgreSQL or DuckDB into tokens, in time linear in its length, whatever it holds.
 *
 * Strings, names and comments without an end reach to the end of the text, as they do for the databases.
 */
export function* sqlTokens(sql: string): Generator<SqlToken, void, undefined> {
  const pattern = new RegExp(opening, "gu");
  for (let found = pattern.exec(sql); found !== null; found = pattern.exec(sql)) {
    const [text] = found;
    const next = pattern.lastIndex;
    if (text === "--") pattern.lastIndex = endOfLine(sql, next);
    else if (text === "/*") pattern.lastIndex = endOfComment(sql, next);
    else {
      const start = found.index;
      const isSign = found[1] !== undefined;
      const token: SqlToken = isSign
        ? { kind: "sign", start, end: next }
        : tokenAt(sql, text, start, next);
      pattern.lastIndex = token.end;
      yield token;
    }
  }
}

function tokenAt(sql: string, text: string, start: number, next: number): SqlToken {
  switch (text.charAt(0)) {
    case "'":
      return { kind: "string", start, end: endOfQuote(sql, text, next) };
    case '"':
      return { kind: "name", start, end: endOfQuote(sql, text, next) };
    case "$":
      if (/^\$\d/.test(text)) return { kind: "placeholder", start, end: next };
      if (text.length === 1 || !text.endsWith("$")) break;
      return { kind: "string", start, end: endAfter(sql, text, next) };
    case "e":
    case "E":
      if (text.length > 1 || sql[next] !== "'") break;
      return { kind: "string", start, end: endOfEscapes(sql, next + 1) };
    default:
  }
  return { kind: "word", start, end: next };
}

/** Returns the index after the next `ending`, or the end of the text. */
function endAfter(sql: string, ending: string, from: number): number {
  const at = sql.indexOf(ending, from);
  return at === -1 ? sql.length : at + ending.length;
}

/** Returns the end of a quoted token. A doubled quote is part of it. */
function endOfQuote(sql: string, quote: string, from: number): number {
  let end = endAfter(sql, quote, from);
  while (sql[end] === quote) end = endAfter(sql, quote, end + 1);
  return end;
}

function endOfEscapes(sql: string, from: number): number {
  const mark = /['\\]/g;
  mark.lastIndex = from;
  while (mark.test(sql)) {
    const isEnd = sql[mark.lastIndex - 1] === "'" && sql[mark.lastIndex] !== "'";
    if (isEnd) return mark.lastIndex;
    // A quote may follow a backslash, or another quote.
    mark.lastIndex += 1;
  }
  return sql.length;
}

function endOfLine(sql: string, from: number): number {
  const end = /[\n\r]/g;
  end.lastIndex = from;
  return end.test(sql) ? end.lastIndex : sql.length;
}

/** Returns the end of a comment; comments nest. */
function endOfComment(sql: string, from: number): number {
  const border = /\/\*|\*\//g;
  border.lastIndex = from;
  for (let depth = 1; depth > 0;) {
    const found = border.exec(sql);
    if (found === null) return sql.length;
    depth += found[0] === "/*" ? 1 : -1;
  }
  return border.lastIndex;
}
