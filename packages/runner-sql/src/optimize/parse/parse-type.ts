import type { TokenReader } from "./token-reader.ts";

/**
 * Parses a type: a word, perhaps with something in parentheses, perhaps of arrays.
 *
 * @returns its text
 */
export function parseType(tokens: TokenReader): string {
  const start = tokens.peek();
  if (tokens.take().kind !== "word") tokens.fail("no type");
  if (tokens.is("(")) skipParentheses(tokens);
  while (tokens.accept("[")) tokens.expect("]");
  return tokens.textFrom(start);
}

function skipParentheses(tokens: TokenReader): void {
  let depth = 0;
  do {
    const { kind, text } = tokens.take();
    if (kind === "string" || kind === "parameter") tokens.fail("no type");
    if (text === "(") depth++;
    if (text === ")") depth--;
  } while (depth > 0);
}
