import type { Ty } from "../../types/ty.ts";
import type { TypeViews } from "../../types/type-view.ts";
import { type RowsView, rowsView } from "../rows.ts";
import { arrayItems } from "../value-shape.ts";
import { CellRenderer } from "./table-cell.ts";
import { ColumnSpread, type TableColumn } from "./table-column.ts";
import { columnWidths, fittingWidths, headLines, lineWidth } from "./table-head.ts";
import { pad } from "./table-layout.ts";
import type { ValueWalk } from "./value-walk.ts";

/** Sizes of a table. */
export interface TableLimits {
  readonly maxColumnWidth: number;
  readonly maxArrayItems: number;
  readonly maxRows: number;
}

/** Writes rows as the lines of a table. Lines may end with blanks. */
export class TableLines {
  readonly #types: TypeViews;
  readonly #walk: ValueWalk;
  readonly #limits: TableLimits;
  readonly #spread: ColumnSpread;
  readonly #cells: CellRenderer;

  constructor(types: TypeViews, walk: ValueWalk, limits: TableLimits) {
    this.#types = types;
    this.#walk = walk;
    this.#limits = limits;
    this.#spread = new ColumnSpread(types, walk);
    this.#cells = new CellRenderer(types, walk, limits.maxArrayItems);
  }

  /** Returns a table with columns as wide as `maxColumnWidth` allows. */
  of(value: unknown, ty: Ty): readonly string[] {
    const rows = rowsView(this.#types, ty);
    const columns = this.#spread.columns(rows);
    const { body, left } = this.#body(value, ty, rows);
    const widths = columnWidths(columns, body, this.#limits.maxColumnWidth);
    return this.#lines(columns, { body, left, isNumbered: rows.isArray }, widths);
  }

  /** Returns a table that hides nothing for nesting and is at most `width` wide; `undefined` if there is none. */
  within(value: unknown, ty: Ty, width: number): readonly string[] | undefined {
    const rows = rowsView(this.#types, ty);
    const columns = this.#spread.columns(rows);
    if (!columns.every((column) => this.#cells.showsAll(column.ty))) return undefined;
    const { body, left } = this.#body(value, ty, rows);
    const available = width - (rows.isArray ? 1 + indexWidth(body.length) : 0);
    const flat = body.map((row) => row.map((cell) => [cell.join(", ")]));
    const flatWidths = columnWidths(columns, flat, this.#limits.maxColumnWidth);
    const isFlat = lineWidth(flatWidths) <= available;
    const shown = { body: isFlat ? flat : body, left, isNumbered: rows.isArray };
    const wanted = isFlat ? flatWidths : columnWidths(columns, body, this.#limits.maxColumnWidth);
    const widths = fittingWidths(wanted, available);
    return widths && this.#lines(columns, shown, widths);
  }

  /** Writes the cells of the rows that are shown; `left` is the number of those that are not. */
  #body(value: unknown, ty: Ty, rows: RowsView): Pick<TableBody, "body" | "left"> {
    const all = rows.isArray
      ? (arrayItems(value) ?? this.#walk.reject(this.#types.of(ty), value))
      : [value];
    const body = all.slice(0, this.#limits.maxRows).map((row, i) => {
      if (rows.isArray) this.#walk.enter(i);
      const cells = this.#spread.cells(row, rows, (part, partTy) =>
        this.#cells.lines(part, partTy),
      );
      if (rows.isArray) this.#walk.leave();
      return cells;
    });
    return { body, left: all.length - body.length };
  }

  #lines(
    columns: readonly TableColumn[],
    { body, left, isNumbered }: TableBody,
    widths: readonly number[],
  ): readonly string[] {
    const margin = isNumbered ? [indexWidth(body.length)] : [];
    const blanks = margin.map((width) => " ".repeat(width));
    const lines = headLines(columns, widths).map((cellsOfLine) => [...blanks, ...cellsOfLine]);
    lines.push(["─".repeat(Math.max(0, lineWidth([...margin, ...widths])))]);
    body.forEach((row, i) => {
      const height = row.reduce((most, cell) => Math.max(most, cell.length), 1);
      for (let l = 0; l < height; l++) {
        const index = margin.map((width) => pad(l === 0 ? String(i) : "", width, "right"));
        const texts = columns.map((column, c) =>
          pad(row[c]?.[l] ?? "", widths[c] ?? 0, column.alignRight ? "right" : "left"),
        );
        lines.push([...index, ...texts]);
      }
    });
    if (left > 0) lines.push([`… ${left} more rows`]);
    return lines.map((texts) => texts.join(" "));
  }
}

/** Cells of the rows of a table: lines by row and column. */
interface TableBody {
  readonly body: readonly (readonly (readonly string[])[])[];
  /** Number of rows that are left out. */
  readonly left: number;
  readonly isNumbered: boolean;
}

/** Returns the width of the numbers of so many rows. */
function indexWidth(rows: number): number {
  return String(Math.max(rows - 1, 0)).length;
}
