import type { Column } from "./catalog.ts";

/** A field of a row type: a column, or the columns of a nested tuple. */
export type RowField =
  | { readonly name: string; readonly column: Column }
  | { readonly name: string; readonly fields: readonly RowField[] };

/**
 * Groups columns called `a.x`, `a.y` back into the nested tuple that they stand for.
 *
 * A group holds neighbours that share what stands before the first dot; its columns are grouped further by the rest.
 *
 * @see runner-postgres, section 7.3
 */
export function rowFields(columns: readonly Column[], prefix: string = ""): readonly RowField[] {
  const fields: RowField[] = [];
  for (let i = 0; i < columns.length;) {
    const column = columns[i]!;
    const name = column.name.slice(prefix.length);
    const dot = name.indexOf(".");
    if (dot < 0) {
      fields.push({ name, column });
      i++;
      continue;
    }
    const inner = `${prefix}${name.slice(0, dot + 1)}`;
    const others = columns.findIndex((other, at) => at > i && !other.name.startsWith(inner));
    const end = others < 0 ? columns.length : others;
    fields.push({ name: name.slice(0, dot), fields: rowFields(columns.slice(i, end), inner) });
    i = end;
  }
  return fields;
}
