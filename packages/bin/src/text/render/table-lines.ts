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
    const table = this.#body(value, ty, rows);
    const widths = columnWidths(columns, table.body, this.#limits.maxColumnWidth);
    return this.#lines(columns, table, widths);
  }

  /** Returns a table that hides nothing for nesting and is at most `width` wide; `undefined` if there is none. */
  within(value: unknown, ty: Ty, width: number): readonly string[] | undefined {
    const rows = rowsView(this.#types, ty);
    const columns = this.#spread.columns(rows);
    if (!columns.every((column) => this.#cells.showsAll(column.ty))) return undefined;
    const table = this.#body(value, ty, rows);
    const { body, margin } = table;
    const available = width - lineWidth(margin) - 1;
    const { maxColumnWidth } = this.#limits;
    const flat = body.map((row) => row.map((cell) => [cell.join(", ")]));
    const isFlat = lineWidth(columnWidths(columns, flat, maxColumnWidth)) <= available;
    const shown = isFlat ? flat : body;
    const widths = fittingWidths(columnWidths(columns, shown, maxColumnWidth), available);
    return widths && this.#lines(columns, { ...table, body: shown }, widths);
  }

  /** Writes the cells of the rows that are shown. */
  #body(value: unknown, ty: Ty, rows: RowsView): TableBody {
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
    const margin = rows.isArray ? [String(Math.max(body.length - 1, 0)).length] : [];
    return { body, left: all.length - body.length, margin };
  }

  #lines(
    columns: readonly TableColumn[],
    { body, left, margin }: TableBody,
    widths: readonly number[],
  ): readonly string[] {
    const blanks = margin.map((width) => "".padStart(width));
    const lines = headLines(columns, widths).map((cellsOfLine) => [...blanks, ...cellsOfLine]);
    lines.push(["".padEnd(lineWidth([...margin, ...widths]), "─")]);
    body.forEach((row, i) => {
      const height = row.reduce((most, cell) => Math.max(most, cell.length), 1);
      for (let l = 0; l < height; l++) {
        const index = margin.map((width) => (l === 0 ? String(i) : "").padStart(width));
        const texts = columns.map((column, c) =>
          pad(row[c]?.[l] ?? "", widths[c]!, column.alignRight ? "right" : "left"),
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
  /** Width of the numbers of rows, if they have them. */
  readonly margin: readonly number[];
}
