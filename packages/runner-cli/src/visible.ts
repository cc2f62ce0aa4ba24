/**
 * Characters that a terminal obeys, or that change how others are shown: controls (C0, DEL, C1), separators of lines,
 * marks of direction, invisible characters, and halves of surrogate pairs. The joiner of emoji is not among them.
 */
const obeyed =
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\p{Cs}]/gu;

/** Returns a text with each character that a terminal would obey written as an escape, on one line. */
export function visible(text: string): string {
  return text.replace(obeyed, escaped);
}

/** As {@link visible}, but line feeds and tabs stay. A carriage return before a line feed is dropped. */
export function visibleLines(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(obeyed, (char) => (char === "\n" || char === "\t" ? char : escaped(char)));
}

/**
 * As {@link visibleLines}, for a text that goes into a file: marks of direction and invisible characters stay, because
 * names and comments may need them.
 */
export function withoutControls(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
  return text.replaceAll("\r\n", "\n").replace(controls, escaped);
}

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escaped(char: string): string {
  return short[char] ?? `\\u{${char.codePointAt(0)?.toString(16)}}`;
}
