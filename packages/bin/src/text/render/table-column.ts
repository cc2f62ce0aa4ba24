import type { Ty } from "../../types/ty.ts";
import type { TypeView, TypeViews } from "../../types/type-view.ts";
import { escapeControls } from "../escape-controls.ts";
import { columnsOf, type RowsView } from "../rows.ts";
import { tupleItems } from "../value-shape.ts";
import { typeName } from "./table-type-name.ts";
import type { ValueWalk } from "./value-walk.ts";

/** A name in the head of a table. One object stands above all the columns of its group. */
export interface Heading {
  readonly text: string;
}

/** A column of a table: a field that is no tuple, however deep in tuples it lies. */
export interface TableColumn {
  /** Names of the tuples around it, outermost first, and its own. */
  readonly headings: readonly Heading[];
  readonly typeName: string;
  readonly ty: Ty;
  readonly alignRight: boolean;
}

/** Tuples of tuples that share definitions can describe millions of columns in a few bytes. */
const maxFields = 10_000;

/** Spreads rows of nested tuples into columns. */
export class ColumnSpread {
  readonly #types: TypeViews;
  readonly #walk: ValueWalk;

  constructor(types: TypeViews, walk: ValueWalk) {
    this.#types = types;
    this.#walk = walk;
  }

  /** @throws RangeError for a type with more than 10,000 fields in a row */
  columns({ view, row }: RowsView): readonly TableColumn[] {
    if (view.kind !== "tuple") {
      const isNamed = view.kind === "array" || view.kind === "bytes";
      return [this.#column(row, isNamed ? [{ text: "value" }] : [])];
    }
    const found: TableColumn[] = [];
    let fields = 0;
    const visit = (tuple: TypeView, ty: Ty, headings: readonly Heading[]): void => {
      if (tuple.kind !== "tuple") {
        found.push(this.#column(ty, headings));
        return;
      }
      for (const column of columnsOf(tuple)) {
        fields++;
        if (fields > maxFields) throw new RangeError(`a table has at most ${maxFields} columns`);
        this.#walk.enter(column.name);
        const heading = { text: escapeControls(column.name) };
        visit(this.#types.of(column.ty), column.ty, [...headings, heading]);
        this.#walk.leave();
      }
    };
    visit(view, row, []);
    return found;
  }

  /** Returns the results of `write` on the values of a row, one per column. */
  cells<T>(
    row: unknown,
    { view, row: ty }: RowsView,
    write: (value: unknown, ty: Ty) => T,
  ): readonly T[] {
    const found: T[] = [];
    const visit = (part: unknown, partView: TypeView, partTy: Ty): void => {
      if (partView.kind !== "tuple") {
        found.push(write(part, partTy));
        return;
      }
      const items = tupleItems(partView, part) ?? this.#walk.reject(partView, part);
      partView.fields.forEach((field, i) => {
        this.#walk.enter(field.name ?? i);
        visit(items[i], this.#types.of(field.ty), field.ty);
        this.#walk.leave();
      });
    };
    visit(row, view, ty);
    return found;
  }

  #column(ty: Ty, headings: readonly Heading[]): TableColumn {
    return {
      headings,
      typeName: escapeControls(typeName(ty)),
      ty,
      alignRight: this.#isNumeric(ty),
    };
  }

  #isNumeric(ty: Ty): boolean {
    const view = this.#types.of(ty);
    if (view.kind === "enum" && view.shape === "option") {
      const some = view.variants[1];
      return some !== undefined && this.#isNumeric(some.ty);
    }
    return view.kind === "integer" || view.kind === "float" || view.kind === "decimal";
  }
}
