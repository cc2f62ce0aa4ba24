import { type Token, tokensOf, UnknownSql } from "./lexer.ts";

/** Maximum number of levels of queries and expressions inside of each other. */
const maxDepth = 400;

/** Reads the tokens of a statement one after the other. */
export class TokenReader {
  /** `true` if the optimizer wrote the statement. */
  readonly isOptimized: boolean;
  readonly #sql: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  /** @throws UnknownSql for a token that the compiler does not write */
  constructor(sql: string, isOptimized: boolean) {
    this.isOptimized = isOptimized;
    this.#sql = sql;
    this.#tokens = tokensOf(sql);
  }

  /** Returns the next token, or one further on. */
  peek(ahead = 0): Token {
    return this.#tokens[this.#next + ahead] ?? this.#end;
  }

  /** Checks the next token: a word in upper case, or a symbol. */
  is(text: string, ahead = 0): boolean {
    const { kind, word, text: found } = this.peek(ahead);
    return kind === "word" ? word === text : kind === "symbol" && found === text;
  }

  /** Takes the next token if it is the given word or symbol. */
  accept(text: string): boolean {
    const found = this.is(text);
    if (found) this.#next++;
    return found;
  }

  /** Takes the next token if it is the given one, which only the optimizer writes. */
  acceptOptimized(text: string): boolean {
    return this.isOptimized && this.accept(text);
  }

  /** Takes words or symbols that must follow. */
  expect(...texts: readonly string[]): void {
    for (const text of texts) if (!this.accept(text)) this.fail(`something else than ${text}`);
  }

  /** Takes the next token, whatever it is. */
  take(): Token {
    const token = this.peek();
    if (token.kind === "end") this.fail("the end");
    this.#next++;
    return token;
  }

  /** Takes a name, quoted or not, as it is written. */
  name(): string {
    const token = this.take();
    if (token.kind === "name") return token.text;
    if (token.kind !== "word") this.fail("no name");
    // Unquoted names have one case, as the compiler writes them: what another case means, databases do not agree on.
    if (token.text !== token.text.toLowerCase()) this.fail("a name with capitals");
    return token.text;
  }

  /** Takes items until no comma follows. */
  list<T>(item: () => T): T[] {
    const items = [item()];
    while (this.accept(",")) items.push(item());
    return items;
  }

  /** Takes names in parentheses. */
  names(): string[] {
    this.expect("(");
    const names = this.list(() => this.name());
    this.expect(")");
    return names;
  }

  /** Returns the statement's text from a token on, up to the token that comes next. */
  textFrom(start: Token): string {
    return this.#sql.slice(start.at, this.peek().at).trimEnd();
  }

  /** Takes a parenthesis with all that is in it. */
  skipParenthesis(): void {
    this.expect("(");
    for (let depth = 1; depth > 0;) {
      if (this.is("(")) depth++;
      if (this.is(")")) depth--;
      this.take();
    }
  }

  /** Runs a step one level deeper. */
  nested<T>(step: () => T): T {
    if (++this.#depth > maxDepth) this.fail("too many levels");
    const result = step();
    this.#depth--;
    return result;
  }

  /** @throws UnknownSql always */
  fail(what: string): never {
    throw new UnknownSql(what, this.peek().at);
  }

  get #end(): Token {
    return { kind: "end", text: "", word: "", at: this.#sql.length };
  }
}
