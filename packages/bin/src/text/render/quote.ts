const escapes: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\\": "\\\\",
  '"': '\\"',
};

/**
 * A text as a Lutra literal.
 *
 * @see binary-format, section 9.3
 */
export function quoteText(text: string): string {
  // Only ASCII controls are escaped; the control characters behind U+007F go as they are.
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return `"${text.replaceAll(/[\u0000-\u001f\u007f"\\]/g, (char) => escapes[char] ?? hexEscape(char))}"`;
}

/** A text for one line of a terminal: every control character escaped, nothing else changed. */
export function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return escapes[char] ?? (code < 0x80 ? hexEscape(char) : `\\u{${code.toString(16)}}`);
  });
}

function hexEscape(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  return `\\x${code.toString(16).toUpperCase().padStart(2, "0")}`;
}
