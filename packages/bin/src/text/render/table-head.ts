import type { TableColumn } from "./table-column.ts";
import { pad, widthOf } from "./table-layout.ts";

/** Lines of a cell. */
type Cell = readonly string[];

/** Returns the width of every column: what its widest text takes, up to the limit, and room for the names of groups. */
export function columnWidths(
  columns: readonly TableColumn[],
  body: readonly (readonly Cell[])[],
  maxColumnWidth: number,
): readonly number[] {
  const widths = columns.map((column, c) => {
    let width = Math.max(widthOf(column.headings.at(-1)?.text ?? ""), widthOf(column.typeName));
    for (const row of body) {
      for (const line of row[c] ?? []) width = Math.max(width, widthOf(line));
    }
    return Math.min(width, maxColumnWidth);
  });
  // From the inside out, as widening a group widens the groups around it. No group is at the last level.
  for (let level = depthOf(columns) - 2; level >= 0; level--) {
    for (const span of spansAt(columns, level)) {
      const missing = Math.min(widthOf(span.text), maxColumnWidth) - spanWidth(widths, span);
      if (missing > 0) widths[span.to - 1]! += missing;
    }
  }
  return widths;
}

/** Returns the width of a line of columns, with a blank between two. */
export function lineWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + 1, -1);
}

/** Minimum number of characters that a column is narrowed to. */
const minWidth = 10;

/**
 * Narrows the widest columns until a line has at most `available` characters, blanks between columns included. Returns
 * `undefined` if columns would get too narrow to read.
 */
export function fittingWidths(
  widths: readonly number[],
  available: number,
): readonly number[] | undefined {
  let left = available - widths.length + 1;
  let sharing = widths.length;
  // From the narrowest: what a column leaves of its share goes to those that are wider.
  for (const width of widths.toSorted((a, b) => a - b)) {
    const share = Math.floor(left / sharing);
    if (width > share) return share < minWidth ? undefined : widths.map((w) => Math.min(w, share));
    left -= width;
    sharing--;
  }
  return widths;
}

/** Returns the cells above the rule: a line of names for each level of tuples, and a line of types. */
export function headLines(
  columns: readonly TableColumn[],
  widths: readonly number[],
): readonly (readonly string[])[] {
  const names = Array.from({ length: depthOf(columns) }, (_, level) =>
    spansAt(columns, level).map((span) => {
      const leaf = columns[span.from];
      const align = span.isGroup ? "center" : leaf?.alignRight === true ? "right" : "left";
      return pad(span.text, spanWidth(widths, span), align);
    }),
  );
  const types = columns.map((column, c) =>
    pad(column.typeName, widths[c]!, column.alignRight ? "right" : "left"),
  );
  return [...names, types];
}

/** Columns that stand under one name at some level. */
interface Span {
  readonly text: string;
  readonly isGroup: boolean;
  readonly from: number;
  readonly to: number;
}

function spansAt(columns: readonly TableColumn[], level: number): readonly Span[] {
  const spans: Span[] = [];
  for (let from = 0; from < columns.length;) {
    const headings = columns[from]?.headings ?? [];
    const heading = headings[level];
    let to = from + 1;
    while (heading !== undefined && columns[to]?.headings[level] === heading) to++;
    spans.push({ text: heading?.text ?? "", isGroup: headings.length > level + 1, from, to });
    from = to;
  }
  return spans;
}

function spanWidth(widths: readonly number[], { from, to }: Span): number {
  return lineWidth(widths.slice(from, to));
}

function depthOf(columns: readonly TableColumn[]): number {
  return columns.reduce((most, column) => Math.max(most, column.headings.length), 0);
}
