/** The kinds of field that other tables have. */
export type FieldKind = "int32" | "text" | "bool" | "float64";

/** A table whose type only serves to be different from all others. */
export interface OtherTable {
  readonly fields: readonly { readonly name: string; readonly kind: FieldKind }[];
  readonly rows: readonly Readonly<Record<string, number | string | boolean>>[];
}

const kinds: readonly FieldKind[] = ["int32", "text", "bool", "float64"];

function fieldValue(kind: FieldKind, index: number): number | string | boolean {
  switch (kind) {
    case "int32":
      return index;
    case "text":
      return `title ${index}`;
    case "bool":
      return index % 2 === 0;
    case "float64":
      return index * 1.5;
  }
}

/** Returns 40 tables of 50 rows with 3 to 8 fields each, no two with the same field names. */
export function otherTables(): readonly OtherTable[] {
  return Array.from({ length: 40 }, (_table, table) => {
    const fields = Array.from({ length: 3 + (table % 6) }, (_field, field) => ({
      name: `field${table}x${field}`,
      kind: kinds[(table + field) % kinds.length] as FieldKind,
    }));
    const rows = Array.from({ length: 50 }, (_row, row) =>
      Object.fromEntries(fields.map(({ name, kind }) => [name, fieldValue(kind, row)])),
    );
    return { fields, rows };
  });
}
