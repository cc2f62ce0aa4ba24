/** Form of the result. */
export interface EscapeControlsOptions {
  /** Leave line feeds and tabs as they are, for text of several lines. @default false */
  readonly keepLines?: boolean;
}

/**
 * Returns text that shows on a terminal as what it is: characters that would act on the terminal, change the order in
 * which text is read, or hide, become escapes such as `\n`, `\x1B` and `\u{202e}`. All others stay.
 *
 * For everything that a user sees and did not write: values, names, messages of a peer, file names.
 *
 * @example
 * escapeControls("a\u001b[2Jb"); // a\x1B[2Jb
 */
export function escapeControls(text: string, options: EscapeControlsOptions = {}): string {
  return text.replaceAll(hidden, (char) =>
    options.keepLines === true && (char === "\n" || char === "\t") ? char : escapeOf(char),
  );
}

/**
 * Does the same as `escapeControls`, in the escapes of JSON. The text must be JSON already; its line feeds are layout
 * and stay.
 */
export function escapeJsonControls(json: string): string {
  return json.replaceAll(hidden, (char) => {
    if (char === "\n") return char;
    const units = Array.from({ length: char.length }, (_, i) => char.charCodeAt(i));
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
  });
}

// Controls, line and paragraph separators, lone surrogates, marks of direction, and characters without a shape. Joiners
// of scripts and emoji are none of these.
const hidden =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}\p{Bidi_Control}\u200b\u2060-\u2064\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escapeOf(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return short[char] ?? (code < 0x80 ? `\\x${hex.toUpperCase().padStart(2, "0")}` : `\\u{${hex}}`);
}
