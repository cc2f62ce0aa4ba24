import type { RowField } from "@lutra/runner-sql";

/** A column of a table. */
export interface Column {
  readonly name: string;
  /** The Lutra type of its values. */
  readonly type: string;
  readonly isNullable: boolean;
}

/**
 * Returns the fields of a row type. Columns called `a.x`, `a.y` are grouped back into the nested tuple that they stand for.
 *
 * A group holds neighbours that share what stands before the first dot; its columns are grouped further by the rest.
 *
 * @see docs/spec/postgres.md, "Interface of tables"
 */
export function rowFields(columns: readonly Column[], prefix: string = ""): readonly RowField[] {
  const fields: RowField[] = [];
  for (let i = 0; i < columns.length;) {
    const { name: column, type, isNullable } = columns[i]!;
    const name = column.slice(prefix.length);
    const dot = name.indexOf(".");
    if (dot < 0) {
      fields.push({ name, type, isOptional: isNullable, column });
      i++;
      continue;
    }
    const inner = `${prefix}${name.slice(0, dot + 1)}`;
    const others = columns.findIndex((other, at) => at > i && !other.name.startsWith(inner));
    const end = others < 0 ? columns.length : others;
    const group = { fields: rowFields(columns.slice(i, end), inner) };
    fields.push({ name: name.slice(0, dot), type: group, isOptional: false });
    i = end;
  }
  return fields;
}
