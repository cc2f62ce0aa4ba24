import { escapeControls } from "../escape-controls.ts";

/**
 * Returns a string as a Lutra literal.
 *
 * It has more escapes than the literals of the original, which leaves characters after U+007F as they are: those that
 * act on a terminal or hide are escaped, and read back as the same text.
 *
 * @see docs/spec/binary-format.md, "Rendering as a literal"
 */
export function quoteText(text: string): string {
  return `"${escapeControls(text.replaceAll(/["\\]/g, "\\$&"))}"`;
}
