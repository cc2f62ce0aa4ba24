import type { Ty } from "../../types/ty.ts";
import { type EnumView, isScalar, type TupleView, type TypeViews } from "../../types/type-view.ts";
import { escapeControls } from "../escape-controls.ts";
import { columnsOf } from "../rows.ts";
import { arrayItems, tupleItems, variantOf } from "../value-shape.ts";
import { CellRenderer } from "./table-cell.ts";
import { widthOf } from "./table-layout.ts";
import { type TableLimits, TableLines } from "./table-lines.ts";
import type { ValueWalk } from "./value-walk.ts";

/** Characters by which what is nested stands further right. */
const indent = "  ";

/** Items of a nested array that are shown at most. */
export const maxNestedItems = 20;

/**
 * Writes values as tables where these show everything, else as records: a line per field, and what nests on the lines
 * below its name, as a table again if that is possible. Lines of records may be longer than the width: nothing is cut.
 */
export class RecordLines {
  readonly #types: TypeViews;
  readonly #walk: ValueWalk;
  readonly #limits: TableLimits;
  readonly #tables: TableLines;
  readonly #nestedTables: TableLines;
  readonly #cells: CellRenderer;

  constructor(types: TypeViews, walk: ValueWalk, limits: TableLimits) {
    this.#types = types;
    this.#walk = walk;
    this.#limits = limits;
    this.#tables = new TableLines(types, walk, limits);
    this.#nestedTables = new TableLines(types, walk, { ...limits, maxRows: maxNestedItems });
    this.#cells = new CellRenderer(types, walk, maxNestedItems);
  }

  of(value: unknown, ty: Ty, width: number): readonly string[] {
    const table = this.#tables.within(value, ty, width);
    return table ?? this.#block(value, ty, width, this.#limits.maxRows);
  }

  /** Returns the lines of a part that does not fit on one. */
  #nested(value: unknown, ty: Ty, width: number): readonly string[] {
    const { kind } = this.#types.of(ty);
    const isArray = kind === "array" || kind === "bytes";
    const table = isArray ? this.#nestedTables.within(value, ty, width) : undefined;
    return table ?? this.#block(value, ty, width, maxNestedItems);
  }

  #block(value: unknown, ty: Ty, width: number, maxItems: number): readonly string[] {
    const view = this.#types.of(ty);
    if (isScalar(view)) return this.#cells.lines(value, ty);
    switch (view.kind) {
      case "array":
      case "bytes": {
        const items = arrayItems(value) ?? this.#walk.reject(view, value);
        const shown = items.slice(0, maxItems);
        const lines = shown.flatMap((item, i) => this.#entry(String(i), i, item, view.item, width));
        const left = items.length - shown.length;
        return left === 0 ? lines : [...lines, `… ${left} more`];
      }
      case "tuple":
        return this.#fields(value, view, width);
      case "enum":
        return this.#variant(value, view, width);
    }
  }

  #fields(value: unknown, view: TupleView, width: number): readonly string[] {
    const items = tupleItems(view, value) ?? this.#walk.reject(view, value);
    const columns = columnsOf(view);
    const names = columns.map(({ name }) => escapeControls(name));
    const widest = names.reduce((most, name) => Math.max(most, widthOf(name)), 0);
    return columns.flatMap(({ name, ty }, i) => {
      const label = names[i] ?? "";
      const padded = label + " ".repeat(widest - widthOf(label));
      return this.#entry(padded, name, items[i], ty, width);
    });
  }

  #variant(value: unknown, view: EnumView, width: number): readonly string[] {
    const { index, payload } = variantOf(view, value) ?? this.#walk.reject(view, value);
    const variant = view.variants[index] ?? this.#walk.reject(view, value);
    if (view.shape === "option") {
      return index === 0 ? [] : this.#nested(payload, variant.ty, width);
    }
    const label = escapeControls(variant.name);
    return variant.unit ? [label] : this.#entry(label, label, payload, variant.ty, width);
  }

  /** Returns a label with its value beside it, or on the lines below. */
  #entry(
    label: string,
    step: string | number,
    value: unknown,
    ty: Ty,
    width: number,
  ): readonly string[] {
    this.#walk.enter(step);
    const lines = this.#cells.showsAll(ty)
      ? [`${label}${indent}${this.#cells.lines(value, ty).join(", ")}`]
      : [label, ...this.#nested(value, ty, width - indent.length).map((line) => indent + line)];
    this.#walk.leave();
    return lines;
  }
}
