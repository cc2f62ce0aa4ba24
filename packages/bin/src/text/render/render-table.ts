import type { Ty, TyDef } from "../../types/ty.ts";
import { TypeViews } from "../../types/type-view.ts";
import { rowsView } from "../rows.ts";
import { arrayItems } from "../value-shape.ts";
import type { RenderOptions } from "./render-options.ts";
import { CellRenderer } from "./table-cell.ts";
import { ColumnSpread } from "./table-column.ts";
import { columnWidths, headLines } from "./table-head.ts";
import { pad } from "./table-layout.ts";
import { ValueWalk } from "./value-walk.ts";

/** Size and limits of a table. */
export interface RenderTableOptions extends RenderOptions {
  /** Characters that a column takes at most; wider text is cut. @default 20 */
  readonly maxColumnWidth?: number;
  /** Items of an array that a cell shows at most, each on a line. @default 3 */
  readonly maxArrayItems?: number;
  /** Rows that the table shows at most; a line below tells how many are left out. @default all */
  readonly maxRows?: number;
}

/**
 * Renders a value as a table of fixed-width text.
 *
 * An array gives a row per item and a column with their index in front, any other value one row. Tuples in tuples
 * are spread into columns below a common name. Every line ends with `\n` and none ends with blanks. Widths count
 * Unicode characters, so wide ones like 字 or 🦦 move what is behind them. Control characters are escaped.
 *
 * @throws TypeError for a value that is not of the type, naming the place
 * @throws TypeError for a type with functions or undefined names
 * @throws RangeError for an option that is no whole number from 1, a value nested deeper than `options.maxNesting`,
 *   or more than 10,000 columns
 * @see docs/spec/binary-format.md, "Rows and tables"
 * @example
 * renderTable([{ name: "Alice", tags: ["dev", "rust"] }], ty, defs);
 */
export function renderTable(
  value: unknown,
  ty: Ty,
  defs: readonly TyDef[] = [],
  options: RenderTableOptions = {},
): string {
  const maxColumnWidth = atLeastOne("maxColumnWidth", options.maxColumnWidth ?? 20);
  const maxArrayItems = atLeastOne("maxArrayItems", options.maxArrayItems ?? 3);
  const maxRows = atLeastOne("maxRows", options.maxRows ?? Number.MAX_SAFE_INTEGER);

  const types = new TypeViews(defs);
  const walk = new ValueWalk(options);
  const rows = rowsView(types, ty);
  const spread = new ColumnSpread(types, walk);
  const cells = new CellRenderer(types, walk, maxArrayItems);
  const columns = spread.columns(rows);

  const all = rows.isArray ? (arrayItems(value) ?? walk.reject(types.of(ty), value)) : [value];
  const body = all.slice(0, maxRows).map((row, i) => {
    if (rows.isArray) walk.enter(i);
    const line = spread.cells(row, rows, (part, partTy) => cells.lines(part, partTy));
    if (rows.isArray) walk.leave();
    return line;
  });

  const widths = columnWidths(columns, body, maxColumnWidth);
  const indexWidth = rows.isArray ? String(Math.max(body.length - 1, 0)).length : 0;
  const margin = rows.isArray ? [" ".repeat(indexWidth)] : [];
  const fullWidth = [...margin.map(() => indexWidth), ...widths];
  const lines = headLines(columns, widths).map((cellsOfLine) => [...margin, ...cellsOfLine]);
  lines.push([
    "─".repeat(
      Math.max(
        0,
        fullWidth.reduce((sum, width) => sum + width + 1, -1),
      ),
    ),
  ]);
  body.forEach((row, i) => {
    const height = row.reduce((most, cell) => Math.max(most, cell.length), 1);
    for (let l = 0; l < height; l++) {
      const index = rows.isArray ? [pad(l === 0 ? String(i) : "", indexWidth, "right")] : [];
      const texts = columns.map((column, c) =>
        pad(row[c]?.[l] ?? "", widths[c] ?? 0, column.alignRight ? "right" : "left"),
      );
      lines.push([...index, ...texts]);
    }
  });
  if (body.length < all.length) lines.push([`… ${all.length - body.length} more rows`]);
  return lines.map((texts) => `${withoutBlanksAtEnd(texts.join(" "))}\n`).join("");
}

function atLeastOne(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new RangeError(`${name} must be a whole number from 1, got ${value}`);
}

/** A pattern for this would look at each run of blanks once for each of its characters. */
function withoutBlanksAtEnd(line: string): string {
  let end = line.length;
  while (line.charCodeAt(end - 1) === 0x20) end--;
  return line.slice(0, end);
}
