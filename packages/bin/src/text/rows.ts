import type { Ty } from "../types/ty.ts";
import type { TupleView, TypeView, TypeViews } from "../types/type-view.ts";

/** A type seen as rows. */
export interface RowsView {
  /** Type of a row: the item of an array, or the type itself. */
  readonly row: Ty;
  readonly view: TypeView;
  /** `true` if there is any number of rows rather than exactly one. */
  readonly isArray: boolean;
  /** The fields of a tuple; any other row is one column. */
  readonly columns: readonly ColumnView[];
}

/** A column of rows. */
export interface ColumnView {
  readonly name: string;
  readonly ty: Ty;
}

/**
 * Returns the rows and columns that values of a type fall into.
 *
 * @see docs/spec/binary-format.md, "Rows and tables"
 */
export function rowsView(types: TypeViews, ty: Ty): RowsView {
  const root = types.of(ty);
  const isArray = root.kind === "array" || root.kind === "bytes";
  const row = isArray ? root.item : ty;
  const view = types.of(row);
  const columns =
    view.kind === "tuple" ? columnsOf(view) : [{ name: singleColumnName(row), ty: row }];
  return { row, view, isArray, columns };
}

/** Returns the columns of a tuple: fields without a name are called by their position. */
export function columnsOf(view: TupleView): readonly ColumnView[] {
  return view.fields.map((field, i) => ({ name: field.name ?? String(i), ty: field.ty }));
}

function singleColumnName(row: Ty): string {
  return (row.kind.tag === "ident" ? row.kind.value.at(-1) : undefined) ?? "value";
}
