import { escapeControls } from "@lutra/bin/render";
import type { Diagnostic, DiagnosticNote } from "./diagnostic.ts";
import { displayWidth } from "./display-width.ts";
import type { Sources, SourceRange } from "./sources.ts";

/** Options of `renderDiagnostic`. */
export interface RenderDiagnosticOptions {
  /** Colours by ANSI escapes. @default false */
  readonly color?: boolean;
}

const plain = (text: string): string => text;
const ansi =
  (code: number) =>
  (text: string): string =>
    `\x1b[${code}m${text}\x1b[0m`;

/** Spaces that a tab takes. */
const tabWidth = 4;

/**
 * Draws a diagnostic for a terminal: place and message, the line of the source, and carets below the part that is meant.
 * Carets stand right below wide characters and after tabs. Ends without a line feed.
 *
 * @example
 * ```ts
 * const source = "func main() -> nothing";
 * const at = (offset: number) => ({ offset, line: 1, column: offset + 1 });
 * const range = { file: "main.lt", start: at(15), end: at(22) };
 * renderDiagnostic({ code: "E0001", message: "unknown name", range, notes: [] }, source);
 * ```
 */
export function renderDiagnostic(
  { code, message, range, notes }: Diagnostic,
  sources: Sources,
  { color = false }: RenderDiagnosticOptions = {},
): string {
  const [red, bold, blue] = color ? [ansi(31), ansi(1), ansi(34)] : [plain, plain, plain];
  const place = range
    ? `${escapeControls(range.file)}:${range.start.line}:${range.start.column}: `
    : "";
  const lines = [
    bold(place) +
      red(code ? `error[${code}]` : "error") +
      bold(`: ${escapeControls(message, { keepLines: true })}`),
  ];
  if (range) lines.push(...excerpt(range, sources, red, blue));
  for (const note of notes) lines.push(...renderNote(note, sources, blue));
  return lines.join("\n");
}

type Paint = (text: string) => string;

function renderNote({ message, range }: DiagnosticNote, sources: Sources, blue: Paint): string[] {
  const place = range
    ? ` (${escapeControls(range.file)}:${range.start.line}:${range.start.column})`
    : "";
  const lines = [`${blue("note")}: ${escapeControls(message, { keepLines: true })}${place}`];
  if (range) lines.push(...excerpt(range, sources, blue, blue));
  return lines;
}

/** Returns the first line of a range, and carets up to its end or that of the line. */
function excerpt(range: SourceRange, sources: Sources, mark: Paint, frame: Paint): string[] {
  const text = textOf(sources, range.file);
  if (text === undefined) return [];
  const { start, end } = range;
  const lineStart = start.offset - start.column + 1;
  const newLine = text.indexOf("\n", lineStart);
  const lineEnd = newLine < 0 ? text.length : newLine;
  const line = text.slice(lineStart, lineEnd).replace(/\r$/, "");
  const before = shown(line.slice(0, start.column - 1), 0);
  const meant = shown(line.slice(start.column - 1, end.offset - lineStart), displayWidth(before));
  const rest = shown(line.slice(end.offset - lineStart), displayWidth(before + meant));
  const number = String(start.line);
  const gutter = " ".repeat(number.length);
  const carets = "^".repeat(Math.max(1, displayWidth(meant)));
  return [
    `${frame(`${number} |`)} ${before}${meant}${rest}`.trimEnd(),
    `${frame(`${gutter} |`)} ${" ".repeat(displayWidth(before))}${mark(carets)}`,
  ];
}

/** Returns text as it is printed: tabs as spaces up to the next stop, control characters visible. */
function shown(text: string, column: number): string {
  let line = "";
  for (const part of text.split(/(\t)/)) {
    if (part !== "\t") line += escapeControls(part);
    else line += " ".repeat(tabWidth - ((column + displayWidth(line)) % tabWidth));
  }
  return line;
}

function textOf(sources: Sources, file: string): string | undefined {
  if (typeof sources === "string") return file === "main.lt" ? sources : undefined;
  return Object.hasOwn(sources, file) ? sources[file] : undefined;
}
