/** A piece of SQL. `word` is upper case for a word without quotes. */
export interface Token {
  readonly kind: "word" | "name" | "number" | "string" | "parameter" | "symbol" | "end";
  readonly text: string;
  readonly word: string;
  /** Position at which it starts in the statement. */
  readonly at: number;
}

/** Thrown for SQL outside of the subset; the statement then stays as it is. */
export class UnknownSql extends Error {
  /** Position in the statement. */
  readonly at: number;

  constructor(what: string, at: number) {
    super(what);
    this.at = at;
  }
}

/**
 * Tokens of the compiler's SQL: words, quoted names, numbers, strings, placeholders and operators. No comments, no
 * quotes between dollar signs and no strings with escapes, which only other authors write.
 */
const token =
  /\s*([a-zA-Z_][\w$]*|"(?:[^"]|"")+"|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|'(?:[^']|'')*'|\$\d+|::|:=|->>|->|<=|>=|<>|!=|\|\||\/\/|[-+*/%=<>()[\].,]|$)/y;

/**
 * Splits SQL into tokens; the last one has the kind `end`.
 *
 * @throws UnknownSql for anything that the compiler does not write
 */
export function tokensOf(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  for (let last: Token["kind"] | undefined; ;) {
    const start = token.lastIndex;
    const [, text] = token.exec(sql) ?? [];
    if (text === undefined) throw new UnknownSql("a character", start);
    const kind = kindOf(text.charCodeAt(0));
    const at = token.lastIndex - text.length;
    refuseComment(sql, at, text);
    // 'a' 'b' means more than its parts.
    if (kind === "string" && last === "string") throw new UnknownSql("a kind of string", at);
    tokens.push({ kind, text, word: kind === "word" ? text.toUpperCase() : "", at });
    if (kind === "end") return tokens;
    last = kind;
  }
}

/** Returns the kind of a token by its first character. */
function kindOf(first: number): Token["kind"] {
  if (Number.isNaN(first)) return "end";
  if (first === 0x22) return "name";
  if (first === 0x24) return "parameter";
  if (first === 0x27) return "string";
  if (first >= 0x30 && first <= 0x39) return "number";
  const isLetter = (first >= 0x41 && first <= 0x5a) || (first >= 0x61 && first <= 0x7a);
  return isLetter || first === 0x5f ? "word" : "symbol";
}

function refuseComment(sql: string, at: number, text: string): void {
  const next = sql[at + 1];
  if ((text === "-" && next === "-") || (text === "/" && next === "*")) {
    throw new UnknownSql("a comment", at);
  }
}
