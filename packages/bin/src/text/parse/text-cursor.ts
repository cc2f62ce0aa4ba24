import { limitOf } from "../../bytes/limits.ts";
import { ParseError } from "./parse-error.ts";
import type { ParseOptions } from "./parse-options.ts";

/** A position in a string and in the value that is being read from it. */
export class TextCursor {
  readonly text: string;
  /** Index of the next character. */
  at = 0;
  readonly #maxNesting: number;
  readonly #path: (string | number)[] = [];

  constructor(text: string, options: ParseOptions) {
    this.text = text;
    this.#maxNesting = limitOf(options, "maxNesting", 512);
  }

  /** Takes the next characters if they are `expected`. */
  take(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }

  /** Takes what a sticky pattern finds here. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Goes into a field, an item or a variant. */
  enter(step: string | number): void {
    if (this.#path.length >= this.#maxNesting) {
      this.fail(`nested deeper than ${this.#maxNesting} levels; raise maxNesting if that is right`);
    }
    this.#path.push(step);
  }

  /** Goes back out. */
  leave(): void {
    this.#path.pop();
  }

  /** @throws ParseError always, at `at` or here */
  fail(message: string, at: number = this.at): never {
    const before = this.text.slice(0, at);
    const line = before.split("\n").length;
    const column = at - (before.lastIndexOf("\n") + 1) + 1;
    throw new ParseError(message, line, column, [...this.#path]);
  }

  /** @throws ParseError always: `expected`, and what is here instead */
  expected(expected: string, at: number = this.at): never {
    this.fail(`expected ${expected}, found ${this.#found(at)}`, at);
  }

  #found(at: number): string {
    const rest = this.text.slice(at, at + 25);
    if (rest === "") return "the end of the text";
    const word = /^(?:"[^"\n]*"?|[^\s,()[\]{}"]+|.)/su.exec(rest)?.[0] ?? rest;
    return JSON.stringify(word);
  }
}
