/**
 * Splits a command into its words, as a shell does with blanks, quotes and backslashes. Nothing is expanded, and no
 * shell is involved: `$`, `*`, `|` and the like are ordinary characters.
 *
 * @returns undefined for a quote that is not closed or a backslash at the end
 */
export function splitWords(command: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let i = 0; i < command.length; i++) {
    const char = command.charAt(i);
    if (char === quote) {
      quote = undefined;
    } else if (char === "\\" && quote !== "'") {
      if (++i === command.length) return undefined;
      const escaped = command.charAt(i);
      // Inside double quotes a backslash is one, unless it escapes what would be special there.
      word = (word ?? "") + (quote === undefined || /["\\]/.test(escaped) ? "" : "\\") + escaped;
    } else if (quote === undefined && (char === '"' || char === "'")) {
      quote = char;
      word ??= "";
    } else if (quote === undefined && /\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + char;
    }
  }
  if (quote !== undefined) return undefined;
  if (word !== undefined) words.push(word);
  return words;
}
