import type { Ty } from "../../types/ty.ts";
import type { TypeViews } from "../../types/type-view.ts";
import { rowsView } from "../rows.ts";
import { arrayItems } from "../value-shape.ts";
import { CellRenderer } from "./table-cell.ts";
import { ColumnSpread } from "./table-column.ts";
import { columnWidths, fittingWidths, headLines } from "./table-head.ts";
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
    return this.#lines(value, ty, (widths) => widths) ?? [];
  }

  /** Returns a table that hides nothing for nesting and is at most `width` wide; `undefined` if there is none. */
  within(value: unknown, ty: Ty, width: number): readonly string[] | undefined {
    const columns = this.#spread.columns(rowsView(this.#types, ty));
    if (!columns.every((column) => this.#cells.showsAll(column.ty))) return undefined;
    return this.#lines(value, ty, (widths, margin) => fittingWidths(widths, width - margin));
  }

  #lines(
    value: unknown,
    ty: Ty,
    fit: (widths: readonly number[], margin: number) => readonly number[] | undefined,
  ): readonly string[] | undefined {
    const { maxColumnWidth, maxRows } = this.#limits;
    const rows = rowsView(this.#types, ty);
    const columns = this.#spread.columns(rows);
    const all = rows.isArray
      ? (arrayItems(value) ?? this.#walk.reject(this.#types.of(ty), value))
      : [value];
    const body = all.slice(0, maxRows).map((row, i) => {
      if (rows.isArray) this.#walk.enter(i);
      const line = this.#spread.cells(row, rows, (part, partTy) => this.#cells.lines(part, partTy));
      if (rows.isArray) this.#walk.leave();
      return line;
    });

    const indexWidth = rows.isArray ? String(Math.max(body.length - 1, 0)).length : 0;
    const margin = rows.isArray ? [" ".repeat(indexWidth)] : [];
    const widths = fit(columnWidths(columns, body, maxColumnWidth), margin.length + indexWidth);
    if (widths === undefined) return undefined;
    const fullWidth = [...margin.map(() => indexWidth), ...widths];
    const lines = headLines(columns, widths).map((cellsOfLine) => [...margin, ...cellsOfLine]);
    const ruleWidth = fullWidth.reduce((sum, width) => sum + width + 1, -1);
    lines.push(["─".repeat(Math.max(0, ruleWidth))]);
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
    return lines.map((texts) => texts.join(" "));
  }
}
