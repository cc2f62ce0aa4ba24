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
  /\s*(?:([a-zA-Z_][\w$]*)|("(?:[^"]|"")+")|(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|('(?:[^']|'')*')|(\$\d+)|(::|:=|->>|->|<=|>=|<>|!=|\|\||\/\/|[-+*/%=<>()[\].,])|$)/y;

const kinds = ["word", "name", "number", "string", "parameter", "symbol"] as const;

/**
 * Splits SQL into tokens; the last one has the kind `end`.
 *
 * @throws UnknownSql for anything that the compiler does not write
 */
export function tokensOf(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  for (;;) {
    const start = token.lastIndex;
    const match = token.exec(sql);
    if (match === null) throw new UnknownSql("a character", start);
    const group = match.findIndex((text, i) => i > 0 && text !== undefined);
    const text = match[group] ?? "";
    const kind = group < 1 ? "end" : (kinds[group - 1] ?? "end");
    const at = token.lastIndex - text.length;
    refuseComment(sql, at, text);
    const previous = tokens.at(-1);
    // 'a' 'b' means more than its parts.
    const isContinued = kind === "string" && previous?.kind === "string";
    if (isContinued) throw new UnknownSql("a kind of string", at);
    tokens.push({ kind, text, word: kind === "word" ? text.toUpperCase() : "", at });
    if (kind === "end") return tokens;
  }
}

function refuseComment(sql: string, at: number, text: string): void {
  const next = sql[at + 1];
  if ((text === "-" && next === "-") || (text === "/" && next === "*")) {
    throw new UnknownSql("a comment", at);
  }
}
