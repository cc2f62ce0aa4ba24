import { escapeControls } from "@lutra/bin/render";

/** Returns text of several lines that shows on a terminal as what it is. Line feeds and tabs stay; CRLF becomes LF. */
export function terminalText(text: string): string {
  return escapeControls(text.replaceAll("\r\n", "\n"), { keepLines: true });
}

/**
 * Returns text for a file or a pipe without control characters other than line feeds and tabs. Marks of direction and
 * invisible characters stay, because names and comments may need them.
 */
export function withoutControls(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replaceAll(/(?![\n\t])\p{Cc}/gu, (char) => escapeControls(char));
}
